import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const POLL_MILLISECONDS = 250;
const HEARTBEAT_MILLISECONDS = 5_000;
const STALE_MILLISECONDS = 60_000;

/**
 * Runs `body` while no other process runs one under the same lock file.
 *
 * A lock whose process is gone, or that has not been touched for a minute (its number belongs to
 * another process now, or to another container), is taken over. Two waiters that take over the
 * same lock at the same instant can both get in; nothing depends on that not happening but the
 * time it saves, since whatever is made under the lock is made aside and renamed into place.
 *
 * @param waiting told once, with the process that holds the lock, if there is something to wait for.
 */
export async function withLock<T>(
  file: string,
  waiting: (pid: number) => void,
  body: () => Promise<T>,
): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  let told = false;
  while (!(await take(file))) {
    const holder = await liveHolder(file);
    if (holder === undefined) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) waiting(holder);
    told = true;
    await wait(POLL_MILLISECONDS);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MILLISECONDS);
  try {
    return await body();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

/** A link appears whole: a lock without its holder's number is never seen. */
async function take(file: string): Promise<boolean> {
  const draft = `${file}-${randomUUID()}`;
  await writeFile(draft, String(process.pid));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft);
  }
}

async function liveHolder(file: string): Promise<number | undefined> {
  try {
    const [pid, { mtimeMs }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    const fresh = Date.now() - mtimeMs < STALE_MILLISECONDS;
    return fresh && isAlive(Number(pid)) ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
