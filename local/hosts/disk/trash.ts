import { mkdir, readdir, rename, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../system/exec";

/**
 * Deletes disks behind the caller's back: that takes seconds on a busy file system. What a killed
 * process left is found again, since a folder is renamed into the trash before it is deleted.
 */
export class Trash {
  private readonly deletions = new Set<Promise<unknown>>();

  constructor(private readonly root: string) {}

  /** Takes the folder away at once and starts its deletion. */
  async take(folder: string, name: string): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const place = join(this.root, `${name}-${Date.now()}`);
    await rename(folder, place);
    this.delete(place);
  }

  /** Starts to delete what an earlier process left. */
  async sweep(): Promise<void> {
    const names = await readdir(this.root).catch(() => []);
    names.forEach((name) => this.delete(join(this.root, name)));
  }

  /** Ends when all deletions have; throws if one failed. */
  async settle(): Promise<void> {
    await Promise.all(this.deletions);
    // Not empty: another process deletes there too.
    await rmdir(this.root).catch(() => undefined);
  }

  private delete(place: string): void {
    const deletion = run("rm", ["-rf", "--one-file-system", place]);
    this.deletions.add(deletion);
    // A failure stays in the set, so that `settle` tells it.
    deletion.then(
      () => this.deletions.delete(deletion),
      () => undefined,
    );
  }
}
