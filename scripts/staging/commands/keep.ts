import { cloudApi } from "../cloud";
import { toExpiresAt } from "../expiry";
import { keep, type Kept } from "../keep";
import { checkNames } from "../names";
import { eachThrowaway } from "./each";

/** `npm run staging -- keep`: makes throwaway stacks lasting. Resolves with the exit code. */
export async function keepAll(
  given: readonly string[],
  report: (line: string) => void,
): Promise<number> {
  return eachThrowaway(checkNames(given), report, async (stack, now) => {
    const kept = await keep(stack, now, () => cloudApi(stack.local));
    console.log(describeKept(stack.name, kept));
    return kept.notes;
  });
}

/** What is to do yet, in one line. */
export function describeKept(name: string, { before, again }: Kept): string {
  const up = `npm run up -- --stack ${name}`;
  if (!before) {
    return `${name} has no end any more; its droplet is protected once ${up} has run`;
  }
  const at = toExpiresAt(before);
  if (again) {
    return `${name} still ends at ${at}, to which it was extended after its last up: before then run ${up}, and npm run staging -- keep ${name} once more`;
  }
  return `${name} still ends at ${at}: its droplet's tag and its output tell that until ${up} has run, so run it before then`;
}
