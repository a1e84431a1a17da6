import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { mountDisk, unmountDisk } from "../disk/overlay";
import { hostName, kernelHostname } from "../names";
import type { HostPaths } from "../paths";
import { run } from "../system/exec";
import { childrenOf, identify, kill, type ProcessId, programOf } from "../system/processes";
import { until } from "../system/until";
import type { Cloud, HostSpec, Limit } from "../types";
import { nspawnArgs } from "./nspawn-args";
import { ProcessSupervisor } from "./process-supervisor";
import { writeSeed } from "./seed";
import { writeBoot } from "./site";
import type { Supervisor } from "./supervisor";
import { UnitSupervisor } from "./unit-supervisor";

/** systemd's own signals: 34 is the C library's SIGRTMIN. */
const POWEROFF = 34 + 4;
const REBOOT = 34 + 5;

/** systemd gives units 90 s to stop. */
const SHUTDOWN_MS = 110_000;
const BOOT_MS = 60_000;

/** One host's power. Its disk and network are there before it boots. */
export class Machine {
  readonly supervisor: Supervisor;

  constructor(
    private readonly cloud: Cloud,
    private readonly id: number,
    private readonly paths: HostPaths,
  ) {
    const Supervision = existsSync("/run/systemd/system") ? UnitSupervisor : ProcessSupervisor;
    this.supervisor = new Supervision(cloud, id, paths);
  }

  /**
   * Ends once systemd runs inside; no error if it did already. Gives what the kernel refused of the
   * host's size.
   *
   * @param cpus the machine's processors that it may use: `0,1`
   */
  async boot(spec: HostSpec, cpus: string, views: string | undefined): Promise<Limit[]> {
    if (await this.supervisor.isRunning()) return [];
    await this.off();
    await Promise.all([
      mountDisk(this.paths),
      writeSeed(this.paths.seed, spec),
      writeBoot(this.paths),
    ]);
    const name = hostName(this.cloud, this.id);
    const args = nspawnArgs({
      name,
      hostname: kernelHostname(spec.name),
      namespace: name,
      root: this.paths.root,
      boot: this.paths.boot,
      seed: this.paths.seed,
      cpus,
      views,
    });
    const refused = await this.supervisor.start(args, spec);
    const init = await until(async () => {
      if (!(await this.supervisor.isRunning())) return "ended";
      return this.init();
    }, BOOT_MS);
    if (init === undefined || init === "ended") {
      throw new Error(`host ${this.id} does not boot: ${await this.lastWords()}`);
    }
    return refused;
  }

  /** A clean poweroff; throws if the host has not taken it within two minutes. */
  async shutdown(timeoutMs = SHUTDOWN_MS): Promise<void> {
    const off = await this.signalUntil(
      POWEROFF,
      async () => !(await this.supervisor.isRunning()),
      timeoutMs,
    );
    if (!off) throw new Error(`host ${this.id} does not shut down: power it off`);
    await this.off();
  }

  /** A clean reboot; ends once systemd runs again. */
  async reboot(): Promise<void> {
    if (!(await this.supervisor.isRunning()))
      throw new Error(`host ${this.id} is off: power it on`);
    const before = await this.init();
    const again = await this.signalUntil(
      REBOOT,
      async () => {
        const init = await this.init();
        return init !== undefined && init.pid !== before?.pid;
      },
      SHUTDOWN_MS,
    );
    if (!again) throw new Error(`host ${this.id} does not reboot: power-cycle it`);
  }

  /** Off at once, whatever it was; also what a supervisor that was killed has left. */
  async off(): Promise<void> {
    await this.supervisor.kill();
    await this.supervisor.clean();
    await removeTraces(hostName(this.cloud, this.id));
  }

  /** Off and its disk no longer mounted. */
  async stop(): Promise<void> {
    await this.off();
    await unmountDisk(this.paths);
  }

  /** The host's process 1, once it is systemd. */
  async init(): Promise<ProcessId | undefined> {
    const nspawn = await this.supervisor.nspawn();
    if (nspawn === undefined) return undefined;
    const pid = childrenOf(nspawn).find((child) => programOf(child) === "systemd");
    return pid === undefined ? undefined : identify(pid);
  }

  /** Again each second: until systemd listens for them, such signals are lost. */
  private async signalUntil(
    signal: number,
    done: () => Promise<boolean>,
    timeoutMs: number,
  ): Promise<boolean> {
    const first = await this.init();
    let next = 0;
    const result = await until(async () => {
      if (await done()) return true;
      const init = await this.init();
      if (init && init.pid === first?.pid && performance.now() > next) {
        kill(init.pid, signal);
        next = performance.now() + 1_000;
      }
      return false;
    }, timeoutMs);
    return result === true;
  }

  private async lastWords(): Promise<string> {
    const log = await readFile(this.paths.console, "utf8").catch(() => "");
    return log.trim().split("\n").slice(-3).join(" / ") || `see ${this.paths.console}`;
  }
}

/** A killed systemd-nspawn leaves these. */
async function removeTraces(name: string): Promise<void> {
  const unixExport = `/run/systemd/nspawn/unix-export/${name}`;
  await run("umount", ["--quiet", "--lazy", unixExport]).catch(() => undefined);
  for (const folder of [unixExport, `/run/systemd/nspawn/propagate/${name}`]) {
    await rm(folder, { recursive: true, force: true });
  }
}
