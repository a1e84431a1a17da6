import { Stack } from "@pulumi/pulumi/automation";
import { appendFileSync } from "node:fs";
import { cloudApi } from "./cloud";
import { engineSignal } from "./interrupt";
import { locksIn } from "./locks";
import { logFile } from "./log";
import { Progress } from "./progress";
import { reasonOf } from "./reason";
import { removeStrays } from "./strays";
import { lookAgain, type Found } from "./survey";
import { unlocked } from "./unlocked";

/**
 * Brings the state of a stack in step with the cloud before an `up` of it: its droplet may be gone
 * or have other tags, and its last `up` may have been cut short. What the cloud made then is
 * deleted, since the engine would make another.
 *
 * @throws one line
 */
export async function recover(
  found: Found,
  now: Date,
  onPhase: (phase: string) => void,
): Promise<void> {
  const { name, home, facts } = found;
  const stack = await Stack.select(name, home.bare);
  onPhase("refresh");
  await unlocked(stack, now, onPhase, async () => {
    const progress = new Progress(() => undefined);
    try {
      await stack.refresh({
        color: "never",
        clearPendingCreates: facts.pending.length > 0,
        signal: engineSignal,
        onEvent: progress.take,
        onOutput: (text) => appendFileSync(logFile(name), text),
      });
    } catch (error) {
      if (locksIn(String(error))) throw error;
      throw new Error(reasonOf(error, progress.errors));
    }
  });
  if (facts.pending.length === 0) return;
  // Of an up that lived when the stack was looked at, some are in the state by now.
  const names = (await lookAgain(found))?.facts.names ?? [];
  const strays = facts.pending.filter((one) => one.name === undefined || !names.includes(one.name));
  await removeStrays(cloudApi(found.local), strays);
}
