import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../system/until";
import type { Limit } from "../types";

const MOUNTS = "/sys/fs/cgroup";

/** One tree of cgroups. Each controller is in one tree only, the unified one (v2) or another. */
export interface Hierarchy {
  root: string;
  unified: boolean;
  controllers: string[];
}

/** What a droplet's size allows. */
export interface Size {
  memoryMiB: number;
  vcpus: number;
}

/** A cgroup's file and what is to be written to it. */
export interface Setting {
  feature: string;
  path: string;
  value: string;
}

/**
 * The trees of /proc/self/cgroup, each of whose lines is `ID:CONTROLLERS:PATH`. The path is not
 * used: a cloud's cgroups lie at the top, so that they outlive the session that made them.
 */
export function parseHierarchies(selfCgroup: string, unified: Hierarchy): Hierarchy[] {
  return selfCgroup
    .trim()
    .split("\n")
    .map((line) => line.split(":")[1] ?? "")
    .map((controllers) => {
      if (controllers === "") return unified;
      return {
        root: join(MOUNTS, controllers.replace(/^name=/, "")),
        unified: false,
        controllers: controllers.split(","),
      };
    });
}

/** The trees that are mounted on this machine. */
export async function readHierarchies(): Promise<Hierarchy[]> {
  const pure = existsSync(join(MOUNTS, "cgroup.controllers"));
  const root = pure ? MOUNTS : join(MOUNTS, "unified");
  const controllers = await readFile(join(root, "cgroup.controllers"), "utf8").catch(() => "");
  const unified = { root, unified: true, controllers: controllers.trim().split(" ") };
  const all = parseHierarchies(await readFile("/proc/self/cgroup", "utf8"), unified);
  return all.filter((tree) => existsSync(join(tree.root, "cgroup.procs")));
}

/** Which of a size's limits no tree has a controller for. */
export function missingLimits(trees: readonly Hierarchy[]): Limit[] {
  return Object.entries(FEATURES)
    .filter(([controller]) => !trees.some((tree) => tree.controllers.includes(controller)))
    .map(([controller, feature]) => ({ feature, error: `no cgroup controller "${controller}"` }));
}

const FEATURES = { memory: "memory of a size", cpu: "processors of a size" };

/**
 * The limits of a size in one tree, in the order in which they can be written: the sum of memory
 * and swap is never below memory.
 */
export function limitSettings(tree: Hierarchy, folder: string, size: Size): Setting[] {
  const bytes = String(size.memoryMiB * 1024 * 1024);
  const quota = size.vcpus * 100_000;
  const has = (controller: string) => tree.controllers.includes(controller);
  const set = (feature: string, v1: [string, string][], v2: [string, string][]) =>
    (tree.unified ? v2 : v1).map(([file, value]) => ({ feature, path: join(folder, file), value }));
  return [
    ...(has("memory")
      ? set(
          FEATURES.memory,
          [
            ["memory.memsw.limit_in_bytes", "-1"],
            ["memory.limit_in_bytes", bytes],
            ["memory.memsw.limit_in_bytes", bytes],
          ],
          [
            ["memory.max", bytes],
            ["memory.swap.max", "0"],
          ],
        )
      : []),
    ...(has("cpu")
      ? set(FEATURES.cpu, [["cpu.cfs_quota_us", String(quota)]], [["cpu.max", `${quota} 100000`]])
      : []),
  ];
}

/** Makes a cgroup and what is above it, ready for processes. */
export async function makeCgroup(tree: Hierarchy, cloud: string, host: string): Promise<string> {
  for (const folder of [join(tree.root, cloud), join(tree.root, cloud, host)]) {
    const parent = join(folder, "..");
    if (tree.unified) await delegate(parent);
    if (existsSync(folder)) continue;
    await mkdir(folder, { recursive: true });
    if (!tree.controllers.includes("cpuset")) continue;
    // Without processors and memory nodes of its own it takes no process.
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      await writeFile(join(folder, file), await readFile(join(parent, file), "utf8"));
    }
  }
  return join(tree.root, cloud, host);
}

/** Lets a cgroup's children have the controllers that it has. */
async function delegate(folder: string): Promise<void> {
  const controllers = (await readFile(join(folder, "cgroup.controllers"), "utf8")).trim();
  const wanted = controllers
    .split(" ")
    .filter((name) => /^(cpu|cpuset|io|memory|pids)$/.test(name));
  for (const name of wanted) {
    // A refusal is told by the limit that cannot be written for want of it.
    await writeFile(join(folder, "cgroup.subtree_control"), `+${name}`).catch(() => undefined);
  }
}

/** The ids of all processes in a cgroup and below it; none if it is not there. */
export async function processesOf(folder: string): Promise<number[]> {
  const text = await readFile(join(folder, "cgroup.procs"), "utf8").catch(() => "");
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory());
  const inner = await Promise.all(below.map(({ name }) => processesOf(join(folder, name))));
  return [...text.split("\n").filter(Boolean).map(Number), ...inner.flat()];
}

/**
 * Removes a cgroup and all below it, once its last processes are gone. What it has read is let go of
 * first: while a page of a base image is counted to it, the kernel keeps it, and with thousands of
 * such cgroups each page costs more (7354 of them: 5.1 s for a `pip install` that takes 1.1 s).
 */
export async function removeCgroup(folder: string): Promise<void> {
  await releasePages(folder);
  const removed = await until(() => removeTree(folder), 5_000);
  if (!removed) throw new Error(`${folder}: still in use`);
}

/** As far as the kernel can: what is still to be written to the disk, for one, stays. */
async function releasePages(folder: string): Promise<void> {
  const current = await readFile(join(folder, "memory.current"), "utf8").catch(() => "0");
  await writeFile(join(folder, "memory.reclaim"), current, { flag: "r+" }).catch(() => undefined);
  await writeFile(join(folder, "memory.force_empty"), "0", { flag: "r+" }).catch(() => undefined);
}

async function removeTree(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return true;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  }
  return rmdir(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === "ENOENT",
  );
}
