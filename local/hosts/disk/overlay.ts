import { mkdir, readFile, realpath, statfs, symlink } from "node:fs/promises";
import type { HostPaths } from "../paths";
import { run } from "../system/exec";
import { until } from "../system/until";

/** File systems that hold no overlay's upper layer, or would keep it in memory, by statfs type. */
const UNFIT: Record<number, string> = {
  0x794c7630: "overlayfs",
  0x01021994: "tmpfs",
  0x6969: "NFS",
  0x4d44: "FAT",
  0x2011bab0: "exFAT",
  0x65735546: "a FUSE file system",
  0x73717368: "squashfs",
};

/** Throws where disks of hosts cannot lie in `folder`. */
export async function checkDiskFolder(folder: string): Promise<void> {
  const { type } = await statfs(folder);
  const unfit = UNFIT[type];
  if (unfit !== undefined) {
    throw new Error(
      `${folder} is on ${unfit}, which cannot hold a host's disk: mount ext4, xfs or btrfs there`,
    );
  }
}

/** Makes a new, empty disk upon a base. */
export async function createDisk(paths: HostPaths, base: string): Promise<void> {
  await mkdir(paths.home, { recursive: true, mode: 0o700 });
  await checkDiskFolder(paths.home);
  for (const folder of [paths.upper, paths.work, paths.root]) {
    await mkdir(folder, { recursive: true });
  }
  await symlink(base, paths.base);
}

/** Shows a disk at its root folder; no error if it is there already. */
export async function mountDisk(paths: HostPaths): Promise<void> {
  if (await isMounted(paths.root)) return;
  const base = await realpath(paths.base).catch(() => {
    throw new Error(`${paths.base}: the image that this host's disk lies upon is gone`);
  });
  const layers = `lowerdir=${base},upperdir=${paths.upper},workdir=${paths.work}`;
  await run("mount", ["-t", "overlay", "overlay", "-o", layers, paths.root]);
}

/** The kernel lets go of a disk some moments after its last process; it is waited for. */
export async function unmountDisk(paths: HostPaths): Promise<void> {
  const gone = await until(async () => {
    if (!(await isMounted(paths.root))) return true;
    return run("umount", [paths.root]).then(
      () => true,
      () => false,
    );
  }, 10_000);
  if (!gone) await run("umount", ["--lazy", paths.root]);
}

export async function isMounted(path: string): Promise<boolean> {
  // The kernel tells places without symbolic links, which /var may have.
  const place = await realpath(path).catch(() => path);
  const mounts = await readFile("/proc/self/mountinfo", "utf8");
  return mounts.split("\n").some((line) => line.split(" ")[4] === place);
}
