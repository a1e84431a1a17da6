import type { Stack } from "@pulumi/pulumi/automation";
import { describeLock, isStale, locksIn } from "./locks";

/**
 * Runs `work`; where only locks stand in its way whose holders are gone, it lets go of them first.
 */
export async function unlocked(
  stack: Stack,
  now: Date,
  onPhase: (phase: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const locks = locksIn(String(error));
    if (!locks) throw error;
    const held = locks.find((lock) => !isStale(lock, now));
    if (held) throw new Error(`it is being worked on by ${describeLock(held)}`);
    onPhase("stale lock");
    await stack.cancel();
    await work();
  }
}
