import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../../../scripts/lib/project";
import { treeFiles } from "../../../scripts/lib/tree-files";
import { isReadByPlugins, isReadByReal, RUNGS } from "../../../scripts/test/rungs";

test("what always runs is what reads the tree, and what may be known says what it reads", () => {
  const [readers, ...others] = RUNGS;
  expect(readers?.every(({ reads }) => reads === undefined)).toBe(true);
  expect(others.flat().map(({ name, reads }) => [name, typeof reads])).toEqual([
    ["text, graph, contract", "function"],
    ["plugins", "function"],
    ["real", "function"],
  ]);
});

test("the real rung does not read the documentation and the lower rungs", () => {
  const files = [
    "README.md",
    "docs/benchmarks.md",
    ".github/workflows/ci.yml",
    "test/api/a.test.ts",
  ];
  expect(files.filter(isReadByReal)).toEqual([]);
});

test.each([
  "index.ts",
  "scripts/host/lib.sh",
  "local/api/server.ts",
  "package-lock.json",
  "test/e2e/a.ts",
])("the real rung reads %s", (file) => {
  expect(isReadByReal(file)).toBe(true);
});

test("nothing that the real rung loads is taken for unread", () => {
  const loads = treeFiles(".")
    .filter((file) => isReadByReal(file) && /^(test|scripts|local|components)\/.*\.ts$/.test(file))
    .flatMap(importsOf);
  expect(loads.length).toBeGreaterThan(500);
  expect(loads.filter((path) => !isReadByReal(path))).toEqual([]);
});

test("the plugins' tests read the plugins, and what they are built with", () => {
  const files = ["local/engine/plugins/tls/main.go", "local/engine/plugins/go.sum", "index.ts"];
  expect(files.map(isReadByPlugins)).toEqual([true, true, false]);
});

/** What a file of ours imports from the tree, by its path there. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:from|import|require)\s*\(?"(\.[^"]+)"/g)].map(([, path = ""]) =>
    relative(ROOT, join(ROOT, file, "..", path)),
  );
}
