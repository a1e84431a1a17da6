import { appendFileSync } from "node:fs";
import { engineSignal } from "./interrupt";
import { locksIn } from "./locks";
import { logFile } from "./log";
import type { Progress } from "./progress";
import { reasonOf } from "./reason";

/** How the engine is run for a stack: what it prints goes to the stack's log. */
export function watched(name: string, progress: Progress) {
  return {
    color: "never" as const,
    signal: engineSignal,
    onEvent: progress.take,
    onOutput: (text: string) => appendFileSync(logFile(name), text),
  };
}

/** @throws one line; what is locked is told as it is, for `unlocked` */
export async function operate(progress: Progress, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (locksIn(String(error))) throw error;
    throw new Error(reasonOf(error, progress.errors));
  }
}
