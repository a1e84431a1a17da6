import { DEFAULT_STACK } from "../lib/project";
import type { Expiry } from "./expiry";
import { pool } from "./pool";
import { reasonOf } from "./reason";

/** What has to be known of a stack to decide about it. */
export interface Candidate {
  name: string;
  local: boolean;
  expiry: Expiry;
}

/** What reaping needs of the world. */
export interface World<Stack extends Candidate> {
  /** What time it is in a cloud. */
  now: (local: boolean) => Promise<Date>;
  /** The stack as it is now; undefined if it is gone. */
  lookAgain: (stack: Stack) => Promise<Stack | undefined>;
  /** Resolves when nothing of it is left. */
  destroy: (stack: Stack, now: Date) => Promise<void>;
}

export interface Failure {
  name: string;
  reason: string;
}

export interface Reaped {
  /** Destroyed; in a dry run, what would have been. */
  destroyed: string[];
  /** Whose time is not over. */
  kept: string[];
  /** What should have been destroyed, or cannot be decided. */
  failed: Failure[];
}

/**
 * Destroys the stacks that are past their time, and no other: never one without an expiry, and never
 * one whose expiry was moved on while it waited for its turn. A failure stops nothing else.
 */
export async function reap<Stack extends Candidate>(
  stacks: readonly Stack[],
  world: World<Stack>,
  { concurrency, dryRun }: { concurrency: number; dryRun: boolean },
): Promise<Reaped> {
  const clocks = await readClocks(stacks, world);
  const result: Reaped = { destroyed: [], kept: [], failed: [] };
  const due: Stack[] = [];
  for (const stack of stacks.filter(isThrowaway)) {
    const { name, local, expiry } = stack;
    const now = clocks.get(local);
    if (!expiry.at) {
      result.failed.push({
        name,
        reason: `it was left alone: ${expiry.unreadable.join(" and ")} is no time`,
      });
    } else if (!(now instanceof Date)) {
      result.failed.push({ name, reason: `the time is not known: ${now ?? "no clock"}` });
    } else if (isPast(expiry, now)) due.push(stack);
    else result.kept.push(name);
  }
  if (dryRun) return { ...result, destroyed: due.map(({ name }) => name) };

  const outcomes = await pool(due, concurrency, async (stack) => {
    const now = await world.now(stack.local);
    const current = await world.lookAgain(stack);
    if (!current) return "destroyed";
    if (!isPast(current.expiry, now)) return "kept";
    await world.destroy(current, now);
    return "destroyed";
  });
  for (const [index, outcome] of outcomes.entries()) {
    const name = due[index]?.name ?? "";
    if (outcome.status === "fulfilled") result[outcome.value].push(name);
    else result.failed.push({ name, reason: reasonOf(outcome.reason) });
  }
  return result;
}

/** Whether somebody meant it to end, readable or not. */
export function isThrowaway({ name, expiry }: Candidate): boolean {
  return name !== DEFAULT_STACK && (expiry.at !== undefined || expiry.unreadable.length > 0);
}

export function isPast({ at }: Expiry, now: Date): boolean {
  return at !== undefined && at.getTime() <= now.getTime();
}

/** Each cloud's time, or why it is not known. */
async function readClocks<Stack extends Candidate>(
  stacks: readonly Stack[],
  { now }: World<Stack>,
): Promise<Map<boolean, Date | string>> {
  const clouds = [...new Set(stacks.filter(isThrowaway).map(({ local }) => local))];
  const read = async (local: boolean): Promise<[boolean, Date | string]> => [
    local,
    await now(local).catch(reasonOf),
  ];
  return new Map(await Promise.all(clouds.map(read)));
}
