import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cgroupName } from "../names";
import type { HostPaths } from "../paths";
import {
  type Hierarchy,
  limitSettings,
  makeCgroup,
  missingLimits,
  processesOf,
  readHierarchies,
  removeCgroup,
  type Size,
} from "../resources/cgroups";
import { childrenOf, isAlive, isInit, kill, type ProcessId, programOf } from "../system/processes";
import { until } from "../system/until";
import type { Cloud, Limit } from "../types";
import type { Supervisor } from "./supervisor";

const SCRIPT = join(__dirname, "supervisor.sh");

/** A detached shell and cgroups of our own: for machines that systemd does not run. */
export class ProcessSupervisor implements Supervisor {
  constructor(
    private readonly cloud: Cloud,
    private readonly id: number,
    private readonly paths: HostPaths,
  ) {}

  async start(args: readonly string[], size: Size): Promise<Limit[]> {
    await rm(this.paths.pid, { force: true });
    const trees = await readHierarchies();
    const folders = await Promise.all(
      trees.map((tree) => makeCgroup(tree, cgroupName(this.cloud), String(this.id))),
    );
    await writeFile(this.paths.cgroups, folders.map((folder) => `${folder}\n`).join(""));
    const refused = await this.limit(size);
    const log = openSync(this.paths.console, "a", 0o600);
    const child = spawn("sh", [SCRIPT, this.paths.home, "systemd-nspawn", ...args], {
      detached: true,
      stdio: ["ignore", log, log],
      env: { PATH: process.env.PATH, SYSTEMD_LOG_LEVEL: "warning" },
    });
    closeSync(log);
    child.unref();
    const exited = new Promise<"exited">((resolve) => child.once("exit", () => resolve("exited")));
    const found = await Promise.race([until(() => this.process(), 5_000), exited]);
    if (found === undefined) throw new Error(`host ${this.id}: its supervisor did not start`);
    return refused;
  }

  async nspawn(): Promise<number | undefined> {
    const supervisor = await this.process();
    if (supervisor === undefined) return undefined;
    return childrenOf(supervisor.pid).find((pid) => programOf(pid) === "systemd-nspawn");
  }

  async isRunning(): Promise<boolean> {
    return (await this.process()) !== undefined;
  }

  async kill(): Promise<void> {
    const supervisor = await this.process();
    const [tree] = await readHierarchies();
    // Its cgroup knows the host's processes, also when their supervisor is gone.
    const gone = await until(async () => {
      const left = tree === undefined ? [] : await processesOf(this.folder(tree));
      // The kernel ends the others with the host's process 1, which must see none of them end, nor
      // its supervisor: it would shut down, and run what units do when they stop.
      const inits = left.filter(isInit);
      (inits.length > 0 ? inits : left).forEach((pid) => kill(pid, "SIGKILL"));
      const isSupervised = supervisor !== undefined && isAlive(supervisor, this.paths.home);
      if (isSupervised) kill(supervisor.pid, "SIGKILL");
      return left.length === 0 && !isSupervised;
    }, 10_000);
    if (!gone) throw new Error(`host ${this.id}: its processes do not end`);
  }

  async limit(size: Size): Promise<Limit[]> {
    const trees = await readHierarchies();
    const refused = missingLimits(trees);
    for (const tree of trees) {
      const folder = this.folder(tree);
      for (const { feature, path, value } of limitSettings(tree, folder, size)) {
        await writeFile(path, value).catch((error: Error) =>
          refused.push({ feature, error: error.message }),
        );
      }
    }
    return refused;
  }

  async clean(): Promise<void> {
    for (const tree of await readHierarchies()) {
      await removeCgroup(this.folder(tree));
    }
  }

  private folder(tree: Hierarchy): string {
    return join(tree.root, cgroupName(this.cloud), String(this.id));
  }

  private async process(): Promise<ProcessId | undefined> {
    const text = await readFile(this.paths.pid, "utf8").catch(() => "");
    const [pid, startTime = ""] = text.trim().split(" ");
    const id = { pid: Number(pid), startTime };
    return isAlive(id, this.paths.home) ? id : undefined;
  }
}
