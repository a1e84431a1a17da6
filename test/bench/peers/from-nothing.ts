import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudEnvironment } from "../../../local/cloud";
import { run } from "../../../local/hosts/system/exec";
import { ROOT } from "../../../scripts/lib/project";
import { Stack } from "../../e2e/support/stack";
import { measure } from "../measure";
import type { Sample, Target, Wanted } from "../types";
import { pulumiCommand, UP } from "./pulumi";
import { deployArguments, SCRIPTS } from "./shell";

/** A way to make the server with its droplet, once, and to take both away again. */
export interface WholeServer {
  make(wanted: Wanted): Promise<Sample>;
  /** The server, once it is made. */
  target(): Promise<Target>;
  destroy(): Promise<Sample>;
  /** Takes away what is left of it, however far it came. */
  dispose(): Promise<void>;
}

/** This project as a person has it who starts with nothing: droplet, keys, firewall and site. */
export class WholeStack implements WholeServer {
  readonly #stack = new Stack("bench");
  readonly #folder = temporary();

  async make({ source, project, workers }: Wanted): Promise<Sample> {
    await this.#stack.init({ source: { directory: source }, project, workers: String(workers) });
    return measure(await pulumiCommand(UP, this.#stack.name));
  }

  async target(): Promise<Target> {
    const { host, hostKey, privateKey } = await this.#stack.connection();
    writeFileSync(join(this.#folder, "login"), privateKey, { mode: 0o600 });
    return targetIn(this.#folder, this.#stack.name, host, hostKey);
  }

  async destroy(): Promise<Sample> {
    const destroy = ["destroy", "--yes", "--skip-preview"];
    return measure(await pulumiCommand(destroy, this.#stack.name));
  }

  async dispose(): Promise<void> {
    await this.#stack.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The floor: the API by curl, and then the better one of the two scripts. */
export class WholeByHand implements WholeServer {
  readonly #folder = temporary();
  readonly #droplet: string;

  /** @param droplet its name */
  constructor(droplet: string) {
    this.#droplet = droplet;
  }

  make(wanted: Wanted): Promise<Sample> {
    const told = deployArguments(wanted, "beside");
    return this.#run("from-nothing.sh", this.#folder, this.#droplet, ...told);
  }

  target(): Promise<Target> {
    const [address = "", ...key] = this.#read("known_hosts").trim().split(" ");
    return Promise.resolve(targetIn(this.#folder, this.#droplet, address, key.join(" ")));
  }

  destroy(): Promise<Sample> {
    return this.#run("cloud.sh", "destroy", this.#folder);
  }

  async dispose(): Promise<void> {
    const env = { ...process.env, ...cloudEnvironment(ROOT) };
    await run(join(SCRIPTS, "cloud.sh"), ["destroy", this.#folder], { env });
    rmSync(this.#folder, { recursive: true });
  }

  #run(script: string, ...args: string[]): Promise<Sample> {
    return measure({ file: join(SCRIPTS, script), args, env: cloudEnvironment(ROOT) });
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, name), "utf8");
  }
}

const temporary = () => mkdtempSync(join(tmpdir(), "django-droplet-bench-whole-"));

/** @param folder has root's key in `login` */
function targetIn(folder: string, name: string, ipv4: string, hostKey: string): Target {
  const knownHostsFile = join(folder, "known_hosts");
  writeFileSync(knownHostsFile, `${ipv4} ${hostKey}\n`);
  return { name, ipv4, ipv6: "", privateKeyFile: join(folder, "login"), knownHostsFile, hostKey };
}
