import { existsSync } from "node:fs";
import { Board } from "../board";
import { cloudClock } from "../clock";
import { destroyStack } from "../destroy";
import { logFile, logName } from "../log";
import { isPast, isThrowaway, reap, type Failure } from "../reap";
import { survey, lookAgain, type Found } from "../survey";
import { LocalCloud } from "./local-cloud";

/** `npm run staging -- reap`: destroys what is past its time. Resolves with the exit code. */
export async function reapAll(
  given: readonly string[],
  { dryRun = false, concurrency }: { dryRun?: boolean; concurrency: number },
  report: (line: string) => void,
): Promise<number> {
  const { found, unseen } = await survey(report, given.length > 0 ? given : undefined);
  const now = cloudClock(report);
  const cloud = new LocalCloud(report);
  let board: Board | undefined;
  const world = {
    now,
    lookAgain,
    async destroy(stack: Found, time: Date) {
      if (stack.local) await cloud.start();
      board ??= new Board(dueNow(found), process.stderr);
      await destroyOn(board, stack, time);
    },
  };
  const { destroyed, kept, failed } = await reap(found, world, { concurrency, dryRun });
  board?.close();

  for (const name of destroyed) console.log(`${dryRun ? "would destroy" : "destroyed"} ${name}`);
  for (const { name, reason } of [...unseen, ...failed]) {
    console.log(`failed ${name}: ${reason}`);
    console.log(`  ${adviceFor({ name, reason })}`);
  }
  const counts = [
    `${destroyed.length} ${dryRun ? "to destroy" : "destroyed"}`,
    `${kept.length} not past their time`,
    `${unseen.length + failed.length} failed`,
  ];
  console.log(counts.join(", "));
  await cloud.stopIfEmpty();
  return unseen.length + failed.length > 0 ? 1 : 0;

  function dueNow(stacks: readonly Found[]): string[] {
    const time = new Date();
    return stacks
      .filter((one) => isThrowaway(one) && isPast(one.expiry, time))
      .map((one) => one.name);
  }
}

/** Destroys a stack and shows where that is. */
export async function destroyOn(board: Board, stack: Found, now: Date): Promise<void> {
  try {
    await destroyStack(stack, now, (phase) => board.set(stack.name, phase));
    board.end(stack.name, "destroyed");
  } catch (error) {
    board.end(stack.name, "failed");
    throw error;
  }
}

/** What to do about a stack that could not be destroyed. */
export function adviceFor({ name, reason }: Failure): string {
  if (reason.includes("is being worked on")) {
    return `wait for it, or end that process; then npm run staging -- down ${name}`;
  }
  if (reason.includes("is no time")) {
    return `give it one: npm run staging -- extend ${name} --ttl 8h; or destroy it: npm run down -- --stack ${name}`;
  }
  // The engine's first line of what is protected: somebody has made the stack a lasting one.
  if (reason.includes('" cannot be deleted')) {
    return `if it is to stay: npm run staging -- keep ${name}; npm run down -- --stack ${name} says how it is destroyed`;
  }
  const log = existsSync(logFile(name)) ? `see ${logName(name)}; ` : "";
  return `${log}run it again once that is mended; what is left of the stack is kept in its state`;
}
