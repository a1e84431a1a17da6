import { Board } from "../board";
import { cloudClock } from "../clock";
import { checkNames } from "../names";
import { pool } from "../pool";
import { reasonOf } from "../reason";
import { survey, type Survey } from "../survey";
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
  const seen = await survey(report, checkNames(given));
  const names = present(checkNames(given), seen, report);
  const stacks = throwawayStacks(names, seen);
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

/** Those that are there: one that a reaper was quicker with is no failure. */
function present(
  names: readonly string[],
  { found, unseen }: Survey,
  report: (line: string) => void,
): string[] {
  if (unseen.length > 0) return [...names];
  return names.filter((name) => {
    const isThere = found.some((stack) => stack.name === name);
    if (!isThere) report(`there is no stack "${name}": nothing to destroy`);
    return isThere;
  });
}
