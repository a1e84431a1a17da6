import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { ensureEngine } from "../../local/engine/setup";
import { folderBackend, pulumiEnvironment } from "../../scripts/lib/environment";
import { ROOT } from "../../scripts/lib/project";
import { runEngine, type EngineOptions, type Outcome } from "../e2e/support/engine";
import { untilGone } from "./hosts";
import { measure } from "./measure";
import { pulumiCommand, UP } from "./peers/pulumi";
import type { Sample } from "./types";

const GONE_MS = 120_000;

const exported = z.object({
  deployment: z.object({
    // A stack with nothing in it has no list either.
    resources: z
      .array(z.object({ type: z.string(), id: z.coerce.number().optional().catch(0) }))
      .default([]),
  }),
});

/**
 * A stack on the local cloud, of a program in any folder, whose `up` is measured. Its name and its
 * state are its own and always the same, so that whoever comes next finds what a killed run left.
 */
export class ThrowawayStack {
  readonly #configFile: string;
  readonly #state: string;

  /**
   * @param name no other stack's of this checkout; git ignores the config of `bench-…`
   * @param folder where Pulumi.yaml is
   */
  constructor(
    private readonly name: `bench-${string}`,
    private readonly folder: string,
  ) {
    this.#configFile = join(folder, `Pulumi.${name}.yaml`);
    this.#state = join(ROOT, ".local", "bench", `state-${name}`);
  }

  /**
   * Makes the stack, with nothing in it.
   *
   * @param config keys with their namespace
   */
  async create(config: Record<string, unknown>): Promise<void> {
    await this.remove();
    await this.#must(["stack", "init", this.name]);
    this.configure(config);
  }

  /** @param values by keys with their namespace; the other keys stay as they are */
  configure(values: Record<string, unknown>): void {
    const { config, ...rest } = parse(readFileSync(this.#configFile, "utf8")) as {
      config?: Record<string, unknown>;
    };
    writeFileSync(this.#configFile, stringify({ ...rest, config: { ...config, ...values } }));
  }

  /** @param path of a key or of a part of it, with the namespace */
  async setSecret(path: string, value: string): Promise<void> {
    const set = ["config", "set", "--secret", "--path", path, "--stack", this.name];
    await this.#must(set, { input: value });
  }

  /** @throws with the end of what was printed, unless it passes */
  async up(): Promise<Sample> {
    const command = await pulumiCommand(UP, this.name, this.folder);
    const { seconds, peakKib } = await measure({ ...command, env: await this.#environment() });
    return { seconds, peakKib };
  }

  async outputs(): Promise<unknown> {
    return JSON.parse(await this.#must(["stack", "output", "--json", "--stack", this.name]));
  }

  /** Everything of the stack goes, however far it came; resolves once the droplets' disks are gone. */
  async remove(): Promise<void> {
    const { code, output } = existsSync(this.#state)
      ? await this.#run(["stack", "export", "--stack", this.name])
      : { code: 1, output: "" };
    if (code === 0) {
      await this.#destroy();
      await this.#must(["stack", "rm", "--yes", this.name]);
      await Promise.all(dropletsIn(output).map((id) => untilGone(id, GONE_MS)));
    }
    this.forget();
  }

  /** Its config and its state go; what it has made stays where it is. */
  forget(): void {
    rmSync(this.#configFile, { force: true });
    rmSync(this.#state, { recursive: true, force: true });
  }

  async #destroy(): Promise<void> {
    const destroy = ["destroy", "--yes", "--skip-preview", "--refresh", "--stack", this.name];
    if ((await this.#run(destroy)).code === 0) return;
    // One that was killed left its lock.
    await this.#run(["cancel", "--yes", "--stack", this.name]);
    await this.#must(destroy);
  }

  async #must(args: readonly string[], options: EngineOptions = {}): Promise<string> {
    const { code, output } = await this.#run(args, options);
    if (code === 0) return output;
    throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output.slice(-4_000)}`);
  }

  async #run(args: readonly string[], options: EngineOptions = {}): Promise<Outcome> {
    return runEngine(args, { ...options, cwd: this.folder, env: await this.#environment() });
  }

  async #environment(): Promise<Record<string, string>> {
    const env = await pulumiEnvironment(await ensureEngine(() => undefined), true);
    mkdirSync(this.#state, { recursive: true });
    return { ...env, PULUMI_BACKEND_URL: folderBackend(this.#state) };
  }
}

function dropletsIn(state: string): number[] {
  const { resources } = exported.parse(JSON.parse(state)).deployment;
  return resources
    .filter(({ type }) => type === "digitalocean:index/droplet:Droplet")
    .flatMap(({ id }) => (id ? [id] : []));
}
