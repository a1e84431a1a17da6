import { cloudClock } from "../clock";
import { pool } from "../pool";
import { survey, type Found } from "../survey";
import { throwawayStacks } from "./select";
import { tellFailures } from "./tell";

const AT_ONCE = 4;

/**
 * Does something to each of the named throwaway stacks, several at once, and tells which it failed for.
 * Resolves with the exit code.
 *
 * @param work gets the time by the stack's cloud; what it resolves with is told, a line each
 */
export async function eachThrowaway(
  names: readonly string[],
  report: (line: string) => void,
  work: (stack: Found, now: Date) => Promise<readonly string[]>,
): Promise<number> {
  const stacks = throwawayStacks(names, await survey(report, names), false);
  const now = cloudClock(report);
  const outcomes = await pool(stacks, AT_ONCE, async (stack) => {
    for (const note of await work(stack, await now(stack.local))) report(note);
  });
  return tellFailures(names, outcomes, report, () => []);
}
