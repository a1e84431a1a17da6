import { cloudApi } from "../cloud";
import { cloudClock } from "../clock";
import { toExpiresAt } from "../expiry";
import { extend } from "../extend";
import { checkNames } from "../names";
import { pool } from "../pool";
import { survey } from "../survey";
import { parseTtl } from "../ttl";
import { throwawayStacks } from "./select";
import { tellFailures } from "./tell";

const AT_ONCE = 4;

/** `npm run staging -- extend`: lets stacks live longer. Resolves with the exit code. */
export async function extendAll(
  given: readonly string[],
  { ttl }: { ttl: string },
  report: (line: string) => void,
): Promise<number> {
  const names = checkNames(given);
  const seconds = parseTtl(ttl);
  const stacks = throwawayStacks(names, await survey(report, names), false);
  const now = cloudClock(report);
  const outcomes = await pool(stacks, AT_ONCE, async (stack) => {
    const to = new Date((await now(stack.local)).getTime() + seconds * 1000);
    const notes = await extend(stack, to, () => cloudApi(stack.local));
    console.log(`${stack.name} lives until ${toExpiresAt(to)}`);
    for (const note of notes) report(note);
  });
  return tellFailures(names, outcomes, report, () => []);
}
