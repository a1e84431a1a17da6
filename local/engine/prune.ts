import { readdir, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";

const UNUSED_MILLISECONDS = 14 * 24 * 3600 * 1000;

/** Marks an engine, or a part of one, as used now. */
export async function touch(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now);
}

/**
 * Removes what has not been used for two weeks: each change of versions or plugins makes another
 * engine of some 250 MB, and nothing else would ever remove the old ones.
 */
export async function prune(folder: string): Promise<void> {
  for (const file of await entries(folder, /^(official|modules)-/)) await removeIfUnused(file);
  for (const file of await entries(path.join(folder, "built"), /-/)) await removeIfUnused(file);
}

async function entries(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => pattern.test(name)).map((name) => path.join(folder, name));
}

async function removeIfUnused(folder: string): Promise<void> {
  const { mtimeMs } = await stat(folder);
  if (Date.now() - mtimeMs > UNUSED_MILLISECONDS)
    await rm(folder, { recursive: true, force: true });
}
