import { existsSync, statfsSync } from "node:fs";
import { run } from "../system/exec";

/** What statfs says of a namespace's file (linux/magic.h, NSFS_MAGIC). */
const NSFS = 0x6e736673;

const fileOf = (name: string): string => `/run/netns/${name}`;

/**
 * Whether a name is a namespace's. Its file alone says little: where /run outlives a boot, or the
 * restart of a container, the file is still there, and what was mounted on it is not.
 */
export function isNamespace(name: string): boolean {
  try {
    return statfsSync(fileOf(name)).type === NSFS;
  } catch {
    return false;
  }
}

/** Makes a namespace, unless it is there. */
export async function ensureNamespace(name: string): Promise<void> {
  if (isNamespace(name)) return;
  // `ip netns add` takes any file of the name for a namespace.
  await removeNamespace(name);
  await run("ip", ["netns", "add", name]);
}

/** Takes a namespace away, or the file that a boot has left of one; no error if there is neither. */
export async function removeNamespace(name: string): Promise<void> {
  if (existsSync(fileOf(name))) await run("ip", ["netns", "del", name]);
}
