import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { LOCAL_STATE } from "../../../scripts/lib/environment";
import { readHost, type Connection } from "../../../scripts/lib/host";
import { Pulumi } from "../../../scripts/lib/pulumi";
import { stackConfigFile } from "../../../scripts/lib/stack-config";
import { readState, type StateResource } from "../../../scripts/lib/state";
import { dropletWithAddress } from "./cloud";
import { runEngine, type EngineOptions, type Outcome } from "./engine";
import { SourceCopy } from "./source-copy";
import { runSsh, type SshResult } from "./ssh";
import type { Step } from "./walk";

/** A stack's config, without the namespace; undefined takes a key away. */
export type Config = Record<string, unknown>;

/** The config of a combination. */
export function configOf({ ipv6, ...choice }: Step): Config {
  return { ...choice, ipv6: String(ipv6) };
}

/** The outputs that tests read. */
export interface Outputs {
  url: string;
  ipv4Address: string;
  ipv6Address: string;
  sshCommand: string;
  release: string;
  monthlyCostUsd: number;
  serviceStatus: Record<string, unknown>;
  /** By project; empty where there is one site. */
  sites: Record<string, Pick<Outputs, "url" | "release" | "serviceStatus">>;
}

/** Arguments of an `up` that makes the droplet, its keys and its firewall, and nothing on it. */
export const BARE = ["--exclude", "**ready", "--exclude-dependents"];

/** Where stacks of a name keep their copy of the example and their keys. */
const folderOf = (name: string) => join(tmpdir(), `django-droplet-${name}`);

/** What the file backend keeps of a stack after `stack rm`: its last state, empty folders. */
function removeState(name: string): void {
  const folders = ["backups", "history", "stacks", "locks/organization"].map((kind) =>
    join(LOCAL_STATE, ".pulumi", kind, "django-droplet"),
  );
  for (const folder of folders.filter((path) => existsSync(path))) {
    for (const entry of readdirSync(folder).filter((path) => path.startsWith(name))) {
      rmSync(join(folder, entry), { recursive: true });
    }
  }
}

/**
 * A throw-away stack on the local cloud, run by the real engine, whose source is a copy of the
 * bundled example. Its name tells the process that made it, so that a later run can clear away what
 * a killed one left.
 */
export class Stack {
  readonly source: SourceCopy;
  readonly #folder: string;
  #connection: Connection | undefined;

  constructor(
    label: string,
    readonly name = `e2e-${label}-${process.pid}-${randomBytes(2).toString("hex")}`,
  ) {
    this.#folder = folderOf(name);
    this.source = new SourceCopy(join(this.#folder, "source"));
  }

  /**
   * Makes the stack, without a droplet yet. A site has two workers unless the config says
   * otherwise: each of them has to load Django.
   */
  async init(config: Config = {}): Promise<void> {
    this.source.restore();
    await this.#must(["stack", "init", this.name]);
    this.setConfig({
      cloud: "local",
      allowReplace: "true",
      workers: "2",
      source: { directory: this.source.directory },
      ...config,
    });
  }

  setConfig(values: Config): void {
    const file = stackConfigFile(this.name);
    const { config = {}, ...rest } = parse(readFileSync(file, "utf8")) as { config?: Config };
    const given = Object.entries(values).map(([key, value]) => [`django-droplet:${key}`, value]);
    const merged: Config = { ...config, ...Object.fromEntries(given) };
    const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
    writeFileSync(file, stringify({ ...rest, config: Object.fromEntries(kept) }));
  }

  /** Resolves with what was printed. @throws with its end unless it passes */
  up(args: readonly string[] = [], options: EngineOptions = {}): Promise<string> {
    return this.#must(["up", "--yes", "--skip-preview", ...args], options);
  }

  /** The same for an `up` that has to fail. */
  upFails(args: readonly string[] = [], options: EngineOptions = {}): Promise<string> {
    return this.#mustFail(["up", "--yes", "--skip-preview", ...args], options);
  }

  /** An `up` that may end either way, or be killed. */
  tryUp(options: EngineOptions = {}): Promise<Outcome> {
    return this.#run(["up", "--yes", "--skip-preview"], options);
  }

  preview(args: readonly string[] = [], options: EngineOptions = {}): Promise<string> {
    return this.#must(["preview", ...args], options);
  }

  previewFails(args: readonly string[] = [], options: EngineOptions = {}): Promise<string> {
    return this.#mustFail(["preview", ...args], options);
  }

  refresh(args: readonly string[] = []): Promise<string> {
    return this.#must(["refresh", "--yes", "--skip-preview", ...args]);
  }

  destroy(args: readonly string[] = []): Promise<string> {
    return this.#must(["destroy", "--yes", "--skip-preview", ...args]);
  }

  destroyFails(args: readonly string[] = []): Promise<string> {
    return this.#mustFail(["destroy", "--yes", ...args]);
  }

  /** Lets go of the lock that a killed engine left. */
  cancel(): Promise<string> {
    return this.#must(["cancel", "--yes"]);
  }

  /** What the engine prints about the stack. */
  pulumi(args: readonly string[], options: EngineOptions = {}): Promise<string> {
    return this.#must(args, options);
  }

  async outputs(): Promise<Outputs> {
    return JSON.parse(await this.#must(["stack", "output", "--json"])) as Outputs;
  }

  /** The stack's state, its secrets in plain. */
  async resources(): Promise<StateResource[]> {
    return readState(await this.#pulumi());
  }

  async dropletId(): Promise<number> {
    return dropletWithAddress((await this.connection()).host);
  }

  /** The names of the resources that a preview would change. */
  async changes(): Promise<string[]> {
    const { steps } = JSON.parse(await this.preview(["--json"])) as {
      steps: { op: string; urn: string }[];
    };
    return steps
      .filter(({ op }) => op !== "same" && op !== "read")
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`)
      .sort();
  }

  async connection(): Promise<Connection> {
    this.#connection ??= (await readHost(await this.#pulumi())).connection;
    return this.#connection;
  }

  /** To be called when the droplet is another one than before. */
  forgetConnection(): void {
    this.#connection = undefined;
  }

  /** What a script on the host printed. @throws with its messages unless it ends with 0 */
  async ssh(script: string): Promise<string> {
    const { code, stdout, stderr } = await this.trySsh(script);
    if (code === 0) return stdout.trim();
    throw new Error(`on the host, ${script}\nended with ${code}: ${stderr}${stdout}`);
  }

  /** `options` of ssh win over the usual ones; `privateKey` is tried instead of the stack's own. */
  async trySsh(
    script: string,
    { options = [], privateKey }: { options?: readonly string[]; privateKey?: string } = {},
  ): Promise<SshResult> {
    const own = await this.connection();
    const connection = privateKey === undefined ? own : { ...own, privateKey };
    return runSsh(join(this.#folder, "ssh"), connection, script, options);
  }

  /**
   * Everything of the stack goes, however far it came. Where that fails the config stays, by which
   * the next run finds what is left.
   */
  async dispose(): Promise<void> {
    if (existsSync(stackConfigFile(this.name))) await this.#dispose();
    this.forget();
  }

  /** Its config, state and source go; what it has made stays where it is. */
  forget(): void {
    removeState(this.name);
    rmSync(this.#folder, { recursive: true, force: true });
    rmSync(stackConfigFile(this.name), { force: true });
  }

  async #dispose(): Promise<void> {
    const { code } = await this.#run(["stack", "export"]);
    if (code !== 0) return;
    const destroy = ["destroy", "--yes", "--skip-preview", "--refresh", "--ignore-protect"];
    if ((await this.#run(destroy)).code !== 0) {
      await this.#run(["cancel", "--yes"]);
      await this.#must(destroy);
    }
    await this.#must(["stack", "rm", "--yes", this.name]);
  }

  #pulumi(): Promise<Pulumi> {
    return Pulumi.forStack(this.name, () => undefined);
  }

  #run(args: readonly string[], options: EngineOptions = {}): Promise<Outcome> {
    const named = args[0] === "stack" && ["init", "rm"].includes(args[1] ?? "");
    return runEngine(named ? args : [...args, "--stack", this.name], options);
  }

  async #must(args: readonly string[], options: EngineOptions = {}): Promise<string> {
    const { code, output } = await this.#run(args, options);
    if (code === 0) return output;
    throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output.slice(-4_000)}`);
  }

  async #mustFail(args: readonly string[], options: EngineOptions = {}): Promise<string> {
    const { code, output } = await this.#run(args, options);
    if (code !== 0) return output;
    throw new Error(`pulumi ${args.join(" ")} passed, and should not:\n${output.slice(-4_000)}`);
  }
}
