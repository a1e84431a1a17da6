import { Board } from "../board";
import { cloudClock } from "../clock";
import { checkNames } from "../names";
import { pool } from "../pool";
import { reasonOf } from "../reason";
import { survey } from "../survey";
import { LocalCloud } from "./local-cloud";
import { adviceFor, destroyOn } from "./reap";
import { throwawayStacks } from "./select";
import { tellFailures } from "./tell";

/** `npm run staging -- down`: destroys throwaway stacks. Resolves with the exit code. */
export async function down(
  given: readonly string[],
  { concurrency }: { concurrency: number },
  report: (line: string) => void,
): Promise<number> {
  const names = checkNames(given);
  const stacks = throwawayStacks(names, await survey(report, names));
  const now = cloudClock(report);
  const cloud = new LocalCloud(report);
  if (stacks.some(({ local }) => local)) await cloud.start();
  const board = new Board(names, process.stderr);
  const outcomes = await pool(stacks, concurrency, async (stack) =>
    destroyOn(board, stack, await now(stack.local)),
  );
  board.close();
  await cloud.stopIfEmpty();
  return tellFailures(names, outcomes, report, (name) => {
    const outcome = outcomes[names.indexOf(name)];
    const reason = outcome?.status === "rejected" ? reasonOf(outcome.reason) : "";
    return [adviceFor({ name, reason })];
  });
}
