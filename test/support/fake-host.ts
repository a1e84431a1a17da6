import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Ran } from "./bash";

/** Commands that would change this machine, and those that need a systemd, are stand-ins. */
const STAND_INS = join(__dirname, "fake-host");
const WORLD = "/mnt/world";
const STAGE = join(__dirname, "..", "..", "scripts", "host", "django-droplet-stage");

/** Runs the rest of its arguments on that host, and nowhere else whatever a process id may stand for. */
const GUARD = 'read -r host <"$WORLD/host" && [ "$host" = "$0" ] || exit 125; exec "$@"';

/**
 * A droplet to the converge scripts, which run on it for real: files, links, owners, users and locks
 * are real, in a mount namespace of its own; systemd, nginx, curl and pgrep are stand-ins that note
 * what they are asked for. Needs root, as the local cloud does.
 */
export class FakeHost {
  private constructor(
    private readonly process: ChildProcess,
    private readonly pid: string,
  ) {}

  static async start(): Promise<FakeHost> {
    const [command = "", ...args] = asRoot([
      ...["unshare", "--mount", "--propagation", "private"],
      ...["bash", join(STAND_INS, "set-up.sh")],
    ]);
    const process = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    let pid = "";
    for await (const data of process.stdout) {
      pid += String(data);
      if (pid.endsWith("\n")) return new FakeHost(process, pid.trim());
    }
    throw new Error(
      "no mount namespace could be made: this needs root, and a kernel with overlayfs",
    );
  }

  async stop(): Promise<void> {
    this.process.stdin?.end();
    if (this.process.exitCode === null) await once(this.process, "exit");
  }

  /** Runs a converge script as a step does. */
  step(script: string): Ran {
    return this.enter(["bash", "-euo", "pipefail", "-s"], script);
  }

  /** Stages a text as a resource does. */
  stage(label: string, digest: string, text: string | Buffer): Ran {
    return this.enter(["bash", STAGE, label, digest], text);
  }

  /** What a command prints. @throws if it fails */
  sh(command: string): string {
    const { code, stdout, stderr } = this.enter(["bash", "-euo", "pipefail", "-c", command], "");
    if (code !== 0) throw new Error(`${command}: ${stderr}`);
    return stdout.trimEnd();
  }

  /** Sets what a stand-in answers; see the stand-ins for the names. */
  set(name: string, text: string): void {
    const { code } = this.enter(["tee", `${WORLD}/${name}`], text);
    expect(code).toBe(0);
  }

  unset(name: string): void {
    this.sh(`rm -f '${WORLD}/${name}'`);
  }

  /** The calls to systemctl that change something, since the last time. */
  calls(): string[] {
    const text = this.sh(`cat ${WORLD}/calls 2>/dev/null || true; rm -f ${WORLD}/calls`);
    return text.split("\n").filter(Boolean);
  }

  /** The arguments of the last systemd-run of a unit. */
  ran(unit: string): string[] {
    return this.sh(`cat ${WORLD}/run/${unit} 2>/dev/null || true`).split("\n").filter(Boolean);
  }

  private enter(command: readonly string[], input: string | Buffer): Ran {
    const path = `${STAND_INS}:${process.env["PATH"] ?? ""}`;
    const [enter = "", ...args] = asRoot([
      ...["nsenter", "--target", this.pid, "--mount", "--wd=/"],
      ...["env", "-i", `PATH=${path}`, `WORLD=${WORLD}`, "LC_ALL=C.UTF-8"],
      ...["sh", "-c", GUARD, this.pid, ...command],
    ]);
    const { status, stdout, stderr } = spawnSync(enter, args, { input });
    return { code: status, stdout: stdout.toString(), stderr: stderr.toString() };
  }
}

function asRoot(command: readonly string[]): string[] {
  return process.getuid?.() === 0 ? [...command] : ["sudo", "-n", ...command];
}
