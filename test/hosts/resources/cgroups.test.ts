import {
  type Hierarchy,
  limitSettings,
  missingLimits,
  parseHierarchies,
} from "../../../local/hosts/resources/cgroups";

const unified = (root: string, controllers: string[]): Hierarchy => ({
  root,
  unified: true,
  controllers,
});
const V2 = unified("/sys/fs/cgroup", ["cpuset", "cpu", "io", "memory", "pids"]);
const EMPTY = unified("/sys/fs/cgroup/unified", ["hugetlb"]);

/** Recorded: Debian 12 with systemd; a VM with cgroup v1 beside an almost empty v2; Docker on v1. */
const PURE = "0::/user.slice/user-1000.slice/session-3.scope\n";
const HYBRID = [
  "9:name=systemd:/",
  "8:pids:/",
  "4:memory:/guest/845a0426",
  "3:cpuset:/",
  "2:cpuacct:/",
  "1:cpu:/",
  "0::/",
].join("\n");
const V1 = "5:memory:/docker/6f\n4:cpu,cpuacct:/docker/6f\n1:name=systemd:/docker/6f\n";

test("v2 is one tree", () => {
  expect(parseHierarchies(PURE, V2)).toEqual([V2]);
});

test("v1 has a tree for each controller or pair, and systemd's own", () => {
  expect(parseHierarchies(V1, EMPTY)).toEqual([
    { root: "/sys/fs/cgroup/memory", unified: false, controllers: ["memory"] },
    { root: "/sys/fs/cgroup/cpu,cpuacct", unified: false, controllers: ["cpu", "cpuacct"] },
    { root: "/sys/fs/cgroup/systemd", unified: false, controllers: ["name=systemd"] },
  ]);
});

test("hybrid has both", () => {
  const trees = parseHierarchies(HYBRID, EMPTY);
  expect(trees).toHaveLength(7);
  expect(trees.at(-1)).toBe(EMPTY);
  expect(missingLimits(trees)).toEqual([]);
});

test("limits are written to the tree that has the controller", () => {
  const files = (tree: Hierarchy) =>
    limitSettings(tree, "/c/7", { memoryMiB: 512, vcpus: 1 }).map(
      ({ path, value }) => `${path} ${value}`,
    );
  expect(files(V2)).toEqual([
    "/c/7/memory.max 536870912",
    "/c/7/memory.swap.max 0",
    "/c/7/cpu.max 100000 100000",
  ]);
  expect(parseHierarchies(HYBRID, EMPTY).flatMap(files)).toEqual([
    "/c/7/memory.memsw.limit_in_bytes -1",
    "/c/7/memory.limit_in_bytes 536870912",
    "/c/7/memory.memsw.limit_in_bytes 536870912",
    "/c/7/cpu.cfs_quota_us 100000",
  ]);
});

test("a controller that no tree has is told", () => {
  expect(missingLimits([unified("/sys/fs/cgroup", ["cpu"])])).toEqual([
    { feature: "memory of a size", error: 'no cgroup controller "memory"' },
  ]);
});
