import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../scripts/lib/project";
import { shellScripts, treeFiles } from "../../../scripts/lib/tree-files";

test("a file that git does not have yet is one of the tree's, and what it ignores is none", () => {
  const name = `new-${process.pid}.ts`;
  writeFileSync(join(ROOT, name), "");
  try {
    const files = treeFiles("*.ts");
    expect(files).toEqual(expect.arrayContaining(["index.ts", name]));
    expect(files.filter((path) => path.includes("node_modules"))).toEqual([]);
  } finally {
    rmSync(join(ROOT, name));
  }
  expect(treeFiles("*.ts")).not.toContain(name);
});

test("shell scripts are known by their names, or by their first lines", () => {
  expect(shellScripts()).toEqual(
    expect.arrayContaining(["scripts/host/lib.sh", "scripts/host/django-droplet-stage"]),
  );
});
