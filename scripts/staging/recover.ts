import { Stack } from "@pulumi/pulumi/automation";
import { cloudApi } from "./cloud";
import { operate, watched } from "./operation";
import { Progress } from "./progress";
import { removeStrays } from "./strays";
import { lookAgain, type Found } from "./survey";
import { unlocked } from "./unlocked";

/**
 * Brings the state of a stack in step with the cloud before an `up` of it: its droplet may be gone
 * or have other tags, and its last `up` may have been cut short. What the cloud made then is
 * deleted, since the engine would make another.
 *
 * @throws one line; what the state lists as pending it still lists then
 */
export async function recover(
  found: Found,
  now: Date,
  onPhase: (phase: string) => void,
): Promise<void> {
  const stack = await Stack.select(found.name, found.home.bare);
  onPhase("refresh");
  const refreshed = (clearPendingCreates: boolean) =>
    unlocked(stack, now, onPhase, () => refresh(stack, clearPendingCreates));
  await refreshed(false);
  // Of an up that lived when the stack was looked at, some are in the state by now.
  const { pending, names } = (await lookAgain(found))?.facts ?? found.facts;
  if (pending.length === 0) return;
  const strays = pending.filter((one) => one.name === undefined || !names.includes(one.name));
  await removeStrays(cloudApi(found.local), strays);
  // Only now: the state's list is all that anybody knows of them.
  await refreshed(true);
}

async function refresh(stack: Stack, clearPendingCreates: boolean): Promise<void> {
  const progress = new Progress(() => undefined);
  await operate(progress, () =>
    stack.refresh({ clearPendingCreates, ...watched(stack.name, progress) }),
  );
}
