import { cloudApi } from "../cloud";
import { toExpiresAt } from "../expiry";
import { extend } from "../extend";
import { checkNames } from "../names";
import { parseTtl } from "../ttl";
import { eachThrowaway } from "./each";

/** `npm run staging -- extend`: lets stacks live longer. Resolves with the exit code. */
export async function extendAll(
  given: readonly string[],
  { ttl }: { ttl: string },
  report: (line: string) => void,
): Promise<number> {
  const names = checkNames(given);
  const seconds = parseTtl(ttl);
  return eachThrowaway(names, report, async (stack, now) => {
    const to = new Date(now.getTime() + seconds * 1000);
    const notes = await extend(stack, to, () => cloudApi(stack.local));
    console.log(`${stack.name} lives until ${toExpiresAt(to)}`);
    return notes;
  });
}
