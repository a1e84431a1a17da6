import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/lib/project";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

// Whoever edits the page instead would lose it with the next run of the bench.
test("the page ends with the section that is written by hand elsewhere", () => {
  expect(read("docs/benchmarks.md").endsWith(read("test/bench/report/tried.md"))).toBe(true);
});
