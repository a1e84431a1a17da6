import { readFileSync } from "node:fs";
import { ensureEngine } from "../../../local/engine/setup";
import { pulumiEnvironment } from "../../../scripts/lib/environment";
import { Stack } from "../../e2e/support/stack";
import { measure, type Command } from "../measure";
import type { Peer, Sample, Target, Wanted } from "../types";

/** What `npm run up` runs of a stack that nobody has to confirm. */
export const UP = ["up", "--yes", "--skip-preview"];

/** The stack of each target that has one. */
const stacks = new Map<string, Stack>();

/**
 * This project, on a server that is there already: the engine's own command, as `npm run up` runs it.
 * Each target is a stack of its own; several are brought up at once.
 */
export const pulumi: Peer = {
  name: "Pulumi (this project)",
  async setUp(report) {
    await ensureEngine(report);
  },
  converge: (targets, wanted) => run(UP, targets, wanted),
  preview: (targets, wanted) => run(["preview"], targets, wanted),
  forget(targets) {
    for (const { name } of targets) {
      // The server goes as well: nothing on it is worth a `destroy`.
      stacks.get(name)?.forget();
      stacks.delete(name);
    }
    return Promise.resolve();
  },
};

/** A command of the engine for a stack, in the environment that the project's commands give it. */
export async function pulumiCommand(
  args: readonly string[],
  stack: string,
  cwd?: string,
): Promise<Command> {
  const engine = await ensureEngine(() => undefined);
  return {
    file: engine.bin,
    args: [...args, "--non-interactive", "--stack", stack],
    env: await pulumiEnvironment(engine, true),
    ...(cwd !== undefined && { cwd }),
  };
}

async function run(
  args: readonly string[],
  targets: readonly Target[],
  wanted: Wanted,
): Promise<Sample> {
  const prepared = await Promise.all(targets.map((target) => prepare(target, wanted)));
  return measure(await Promise.all(prepared.map(({ name }) => pulumiCommand(args, name))));
}

/** What a person has in the stack's config before any of this is timed. */
async function prepare(target: Target, { source, project, workers }: Wanted): Promise<Stack> {
  const known = stacks.get(target.name);
  const stack = known ?? (await make(target));
  stacks.set(target.name, stack);
  stack.setConfig({ source: { directory: source }, project, workers: String(workers) });
  return stack;
}

async function make({ ipv4, ipv6, hostKey, privateKeyFile }: Target): Promise<Stack> {
  const stack = new Stack("bench");
  await stack.init({
    ...{ cloud: undefined, allowReplace: undefined },
    host: { address: ipv4, ipv6, hostKey },
  });
  const input = readFileSync(privateKeyFile, "utf8");
  await stack.pulumi(["config", "set", "--secret", "--path", "host.privateKey"], { input });
  return stack;
}
