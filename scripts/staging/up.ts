import { existsSync, writeFileSync } from "node:fs";
import { Stack } from "@pulumi/pulumi/automation";
import { stringify } from "yaml";
import { ROOT } from "../lib/project";
import { stackConfigFile } from "../lib/stack-config";
import type { Config, Override } from "./config";
import type { Home } from "./homes";
import { openLog } from "./log";
import { watched } from "./operation";
import { Progress } from "./progress";
import { reasonOf } from "./reason";
import type { Secret } from "./secrets";
import { recover } from "./recover";
import { EXPIRY_TAG, type Found } from "./survey";

/** How the config of a throwaway stack begins. */
export const CONFIG_HEADER = "# A throwaway stack: npm run staging.\n";

/** What a throwaway stack is made by. */
export interface Plan {
  home: Home;
  expiresAt: string;
  /** Absent: the stack is there, and so is its config. */
  config?: Config;
  secrets: readonly Secret[];
  overrides: readonly Override[];
  /** The stack as Pulumi has it already. */
  existing?: Found;
  /** By which the age of a lock is judged. */
  now: Date;
  /** As the model's file names it; absent for the backend's own way. */
  secretsProvider?: string;
}

/**
 * Makes a stack, or makes it what its config says. Its expiry is written down before anything that
 * costs: whatever happens next, it is found when its time is over.
 *
 * @returns where it answers
 * @throws one line. The stack is there all the same
 */
export async function raise(
  name: string,
  plan: Plan,
  onPhase: (phase: string) => void,
): Promise<string> {
  onPhase("config");
  openLog(name);
  await configure(name, plan);
  if (plan.existing) await recover(plan.existing, plan.now, onPhase);
  const stack = await Stack.select(name, plan.home.program);
  const progress = new Progress((phase, done) => onPhase(`${phase} (${done} resources)`));
  try {
    const { outputs } = await stack.up(watched(name, progress));
    return String(outputs["url"]?.value ?? "");
  } catch (error) {
    throw new Error(reasonOf(error, progress.errors));
  }
}

async function configure(name: string, plan: Plan): Promise<void> {
  const { home, expiresAt, config, secretsProvider } = plan;
  if (config) {
    writeFileSync(stackConfigFile(name), `${CONFIG_HEADER}${stringify({ config })}`);
  }
  try {
    if (!plan.existing) {
      const provider = secretsProvider ? ["--secrets-provider", secretsProvider] : [];
      await ask(home, ["stack", "init", name, "--no-select", ...provider]);
    }
    await home.program.setTag(name, EXPIRY_TAG, expiresAt);
    if (!config) {
      await home.program.setConfig(name, "django-droplet:expiresAt", { value: expiresAt });
    }
    for (const { path, value } of plan.overrides) {
      await home.program.setConfig(name, path, { value }, true);
    }
  } catch (error) {
    throw new Error(reasonOf(error));
  }
  for (const { path, value } of plan.secrets) {
    // A line end more, since one is taken away.
    await ask(home, ["config", "set", "--path", path, "--secret", "--stack", name], `${value}\n`);
  }
}

async function ask({ pulumi }: Home, args: readonly string[], input = ""): Promise<void> {
  const { code, stderr } = await pulumi.ask([...args, "--non-interactive"], { cwd: ROOT, input });
  if (code !== 0) throw new Error(reasonOf(stderr));
}

/**
 * Whether a name is free for a throwaway stack.
 *
 * @param configured what its config here says of its expiry
 * @throws one line, where it is a lasting stack's
 */
export function refuseLasting(
  name: string,
  stack: { expiry: { at?: Date } } | undefined,
  configured: string | undefined,
): void {
  if (stack && !stack.expiry.at) {
    throw new Error(
      `stack "${name}" has no expiry, so it is no throwaway stack and is left alone: give another name`,
    );
  }
  if (!stack && existsSync(stackConfigFile(name)) && configured === undefined) {
    throw new Error(
      `Pulumi.${name}.yaml is the config of a stack without an expiry: give another name, or move the file away`,
    );
  }
}
