import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs `work` while this process alone holds the lock file, on the whole machine. The lock is held
 * by a child whose input is this process, so it falls with a `kill -9` too.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn("flock", ["--exclusive", path, "sh", "-c", "echo locked; exec cat"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(holder, "exit");
  const locked = once(holder.stdout, "data").then(() => true);
  if (!(await Promise.race([locked, ended.then(() => false)]))) {
    throw new Error(`${path}: cannot be locked; is its folder writable?`);
  }
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
