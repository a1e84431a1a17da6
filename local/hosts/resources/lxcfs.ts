import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { isMounted } from "../disk/overlay";
import { run } from "../system/exec";
import { identify, isAlive, kill, type ProcessId } from "../system/processes";
import type { Shared } from "../system/claims";
import { until } from "../system/until";

/** lxcfs of the machine, apart from one that the distribution may run: that one has no load view. */
export const VIEWS = "/run/django-droplet-views";
const PID_FILE = `${VIEWS}.pid`;

/** The daemon that shows each host its own memory, processors and load. */
export const lxcfs: Shared<ProcessId> = {
  name: "lxcfs",
  holds: (daemon) => isAlive(daemon, VIEWS) && existsSync(`${VIEWS}/proc/meminfo`),
  async acquire() {
    if (await isMounted(VIEWS)) await run("umount", ["--lazy", VIEWS]);
    await mkdir(VIEWS, { recursive: true });
    const args = [
      "--foreground",
      "--enable-loadavg",
      "--enable-cfs",
      `--pidfile=${PID_FILE}`,
      VIEWS,
    ];
    return existsSync("/run/systemd/system") ? startUnit(args) : startProcess(args);
  },
  async release(daemon) {
    if (await isMounted(VIEWS)) await run("umount", ["--lazy", VIEWS]);
    if (isAlive(daemon, VIEWS)) kill(daemon.pid, "SIGTERM");
    await until(() => !isAlive(daemon, VIEWS), 5_000);
    await rm(PID_FILE, { force: true });
    await rm(VIEWS, { recursive: true, force: true });
  },
};

const UNIT = "django-droplet-views.service";

/** As a unit of its own, since systemd ends a service's or a session's other processes with it. */
async function startUnit(args: string[]): Promise<ProcessId> {
  await run("systemd-run", ["--quiet", "--collect", `--unit=${UNIT}`, "lxcfs", ...args]);
  return whenMounted(async () => {
    return Number(await run("systemctl", ["show", "--property=MainPID", "--value", UNIT]));
  });
}

async function startProcess(args: string[]): Promise<ProcessId> {
  const child = spawn("lxcfs", args, { detached: true, stdio: "ignore" });
  const failed = new Promise<never>((_, reject) => {
    child.once("error", (error) => reject(new Error(`lxcfs: ${error.message}`)));
    child.once("exit", (code) => reject(new Error(`lxcfs: ended with ${code}`)));
  });
  const started = whenMounted(() => Promise.resolve(child.pid ?? 0));
  const daemon = await Promise.race([started, failed]);
  failed.catch(() => undefined);
  child.unref();
  return daemon;
}

async function whenMounted(pid: () => Promise<number>): Promise<ProcessId> {
  const ready = await until(() => existsSync(`${VIEWS}/proc/meminfo`), 5_000);
  const daemon = identify(await pid());
  if (!ready || daemon === undefined) throw new Error("lxcfs: did not start within 5 s");
  return daemon;
}
