import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  makeCgroup,
  processesOf,
  readHierarchies,
  removeCgroup,
} from "../../../local/hosts/resources/cgroups";
import { until } from "../../../local/hosts/system/until";

const CLOUD = `django-droplet-test-removal-${process.pid}`;
const FILE_BYTES = 8 * 2 ** 20;

// Not in /tmp, which may be in memory, where nothing can be let go of.
const folder = mkdtempSync("/var/tmp/django-droplet-cgroup-");
const file = join(folder, "read");
afterAll(() => rmSync(folder, { recursive: true }));

test("what a host has read is counted to nobody once its cgroup is removed", async () => {
  const trees = await readHierarchies();
  const tree = trees.find(({ controllers }) => controllers.includes("memory"));
  if (tree === undefined) throw new Error("this machine's kernel counts nobody's memory");
  const cgroup = await makeCgroup(tree, CLOUD, "1");
  try {
    // Whoever reads or writes a page first has it counted to his cgroup.
    const inside = `echo $$ >"$1/cgroup.procs" && head -c ${FILE_BYTES} /dev/urandom >"$2" && sync "$2"`;
    execFileSync("sh", ["-ec", inside, "sh", cgroup, file]);
    expect(cachedBytes()).toBe(FILE_BYTES);
    expect(await until(async () => (await processesOf(cgroup)).length === 0, 5_000)).toBe(true);
  } finally {
    await removeCgroup(cgroup);
    await removeCgroup(join(tree.root, CLOUD));
  }
  expect(existsSync(cgroup)).toBe(false);
  // A few may be in a processor's own list for a moment.
  expect(cachedBytes()).toBeLessThan(FILE_BYTES / 20);
});

function cachedBytes(): number {
  const args = ["--bytes", "--noheadings", "--output", "RES", file];
  return Number(execFileSync("fincore", args, { encoding: "utf8" }));
}
