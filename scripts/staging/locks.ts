import { hostname } from "node:os";
import { commandLine, identify } from "../../local/hosts/system/processes";

/** Who holds the lock of a stack, as a backend that keeps its state in files tells it. */
export interface Lock {
  user: string;
  host: string;
  pid: number;
  since: Date;
}

/** An `up` takes minutes; whoever has held a lock this long on another machine is gone. */
const LONGEST_MS = 2 * 3_600_000;

const LOCKED = /the stack is currently locked by \d+ lock/;
const HOLDER = /created by (\S+)@(\S+) \(pid (\d+)\) at (\S+)/g;

/** The locks that a failed command complains of; undefined where it failed for another reason. */
export function locksIn(message: string): Lock[] | undefined {
  if (!LOCKED.test(message)) return undefined;
  return [...message.matchAll(HOLDER)].map(([, user = "", host = "", pid, since = ""]) => ({
    ...{ user, host, pid: Number(pid), since: new Date(since) },
  }));
}

/**
 * Whether the lock is a leftover: of this machine and its process is gone, or of another machine and
 * older than two hours. A process that lives is never robbed, however long it has taken.
 */
export function isStale(lock: Lock, now: Date, isRunning = isEngine): boolean {
  if (lock.host === hostname()) return !isRunning(lock.pid);
  return now.getTime() - lock.since.getTime() > LONGEST_MS;
}

/** `root@ci-7, process 4711, since 2026-11-24T13:00:00.000Z`. */
export function describeLock({ user, host, pid, since }: Lock): string {
  const start = Number.isNaN(since.getTime()) ? "an unknown time" : since.toISOString();
  return `${user}@${host}, process ${pid}, since ${start}`;
}

/** A number that another program has got since is none of the engine's. */
function isEngine(pid: number): boolean {
  return identify(pid) !== undefined && commandLine(pid).includes("pulumi");
}
