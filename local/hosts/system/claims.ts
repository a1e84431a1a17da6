import { mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withFileLock } from "./file-lock";

/** What clouds share on a machine is remembered here until its next boot. */
const FOLDER = "/run/django-droplet";
const LOCK = "/run/django-droplet.lock";

interface Claim<T> {
  bootId: string;
  clouds: string[];
  memory: T;
}

/** Something of the machine that the first cloud sets up and the last one puts back. */
export interface Shared<T> {
  /** A file's name. */
  name: string;
  /** Sets it up; what it gives is handed to the others. */
  acquire(): Promise<T>;
  /** Whether what was set up is still there. */
  holds(memory: T): boolean;
  release(memory: T): Promise<void>;
}

/** Takes a share in it for a cloud, setting it up if nobody has. */
export function claim<T>(shared: Shared<T>, cloud: string): Promise<T> {
  return withFileLock(LOCK, async () => {
    const held = await read(shared);
    const valid = held !== undefined && shared.holds(held.memory);
    const clouds = new Set(held?.clouds ?? []).add(cloud);
    const memory = valid ? held.memory : await shared.acquire();
    await write(shared, { bootId: await bootId(), clouds: [...clouds], memory });
    return memory;
  });
}

/** Gives a cloud's share back; the last one puts all back. */
export function release<T>(shared: Shared<T>, cloud: string): Promise<void> {
  return withFileLock(LOCK, async () => {
    const held = await read(shared);
    if (held === undefined) return;
    const clouds = held.clouds.filter((id) => id !== cloud);
    if (clouds.length > 0) return write(shared, { ...held, clouds });
    await shared.release(held.memory);
    await rm(join(FOLDER, shared.name), { force: true });
    // Not empty: something else is still shared.
    await rmdir(FOLDER).catch(() => undefined);
  });
}

/** /run need not be emptied by a boot, hence the boot's id. */
async function read<T>(shared: Shared<T>): Promise<Claim<T> | undefined> {
  const text = await readFile(join(FOLDER, shared.name), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const held = JSON.parse(text) as Claim<T>;
  return held.bootId === (await bootId()) ? held : undefined;
}

async function write<T>(shared: Shared<T>, held: Claim<T>): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const path = join(FOLDER, shared.name);
  await writeFile(`${path}.part`, JSON.stringify(held));
  await rename(`${path}.part`, path);
}

async function bootId(): Promise<string> {
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}
