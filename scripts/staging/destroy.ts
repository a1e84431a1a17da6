import { appendFileSync, rmSync } from "node:fs";
import { Stack } from "@pulumi/pulumi/automation";
import { stackConfigFile } from "../lib/stack-config";
import { cloudApi } from "./cloud";
import { logFile, openLog } from "./log";
import { operate, watched } from "./operation";
import { Progress } from "./progress";
import { reasonOf } from "./reason";
import { removeStrays } from "./strays";
import { configuredExpiry, lookAgain, type Found } from "./survey";
import { unlocked } from "./unlocked";

/** Told what is being worked on. */
export type OnPhase = (phase: string) => void;

/**
 * Destroys a stack, however far it came, and all traces of it here: by its state, so that neither a
 * program that has changed since nor a config that is elsewhere matters; with a refresh, since its
 * droplet may be gone; and with what the cloud made while the engine was cut short.
 *
 * @param now by which the age of a lock is judged
 * @throws one line: why it failed. What is left is still a stack, and is found again
 */
export async function destroyStack(found: Found, now: Date, onPhase: OnPhase): Promise<void> {
  const { name, home } = found;
  const stack = await Stack.select(name, home.bare);
  openLog(name);
  await unlocked(stack, now, onPhase, () => destroy(stack, onPhase));
  // Only now, when nobody else works on the stack, is what was pending known for good.
  const pending = (await lookAgain(found))?.facts.pending ?? [];
  if (pending.length > 0) {
    onPhase("what the state does not know");
    const removed = await removeStrays(cloudApi(found.local), pending);
    for (const one of removed) appendFileSync(logFile(name), `deleted ${one}, which was pending\n`);
  }
  onPhase("stack");
  await home.bare.removeStack(name).catch((error: unknown) => {
    throw new Error(reasonOf(error));
  });
  if (configuredExpiry(name) !== undefined) rmSync(stackConfigFile(name), { force: true });
  rmSync(logFile(name), { force: true });
}

async function destroy(stack: Stack, onPhase: OnPhase): Promise<void> {
  const progress = new Progress((phase) => onPhase(phase));
  await operate(progress, () =>
    stack.destroy({ refresh: true, suppressOutputs: true, ...watched(stack.name, progress) }),
  );
}
