import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkDiskFolder } from "../../../local/hosts/disk/overlay";
import { Trash } from "../../../local/hosts/disk/trash";

test("a file system that cannot hold a disk is refused by name", async () => {
  await expect(checkDiskFolder("/dev/shm")).rejects.toThrow("/dev/shm is on tmpfs");
  await expect(checkDiskFolder("/var/lib")).resolves.toBeUndefined();
});

test("what is thrown away is gone at once and deleted later, also by the next process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trash-"));
  const trashed = join(folder, "trash");
  await mkdir(join(folder, "disk", "deep"), { recursive: true });
  await writeFile(join(folder, "disk", "deep", "file"), "x");
  const trash = new Trash(trashed);
  await trash.take(join(folder, "disk"), "7");
  expect(readdirSync(folder)).toEqual(["trash"]);
  await trash.settle();
  expect(readdirSync(folder)).toEqual([]);

  await mkdir(trashed);
  await mkdtemp(join(trashed, "left-"));
  const next = new Trash(trashed);
  await next.sweep();
  await next.settle();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
