import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { circumstances, readPart, writePart } from "./store";
import { Samples } from "./tools/samples";
import type { Measured, ToolResults } from "./types";

const folder = mkdtempSync(join(tmpdir(), "django-droplet-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (commit: string) => ({ ...circumstances(), commit });
const sample = (seconds: number) => ({ seconds, peakKib: 1024 });
const seconds = ({ results }: Measured<ToolResults>, figure: string, peer: string) =>
  results[figure]?.[peer]?.map((each) => each.seconds);

function measuredBefore(commit: string): Measured<ToolResults> {
  return {
    ...at(commit),
    results: { "no-op": { shell: [sample(1), sample(2)], pulumi: [sample(3)] } },
  };
}

test("a part is read as it was written, and is undefined before", () => {
  expect(readPart("tools", [folder])).toBeUndefined();
  const measured = measuredBefore("abc");
  writePart("tools", measured, folder);
  expect(readPart("tools", [join(folder, "none"), folder])).toEqual(measured);
  expect(readdirSync(folder)).toEqual(["tools.json"]);
});

test("one that is damaged is no part that was never measured", () => {
  writeFileSync(join(folder, "growth.json"), "{");
  expect(() => readPart("growth", [folder])).toThrow(SyntaxError);
});

test("circumstances name machine and commit", () => {
  const { commit, machine } = circumstances();
  expect(commit).toMatch(/^[0-9a-f]{12}\+?$/);
  expect(machine.cores).toBeGreaterThan(0);
  expect(machine.memoryMib).toBeGreaterThan(100);
});

test("of the same commit a figure goes on where it was", () => {
  const samples = new Samples(at("abc"), measuredBefore("abc"));
  expect(samples.count("no-op", "shell")).toBe(2);
  samples.add("no-op", "shell", sample(9));
  expect(seconds(samples.measured(), "no-op", "shell")).toEqual([1, 2, 9]);
  expect(samples.measured().commit).toBe("abc");
});

test.each([
  ["another commit", "abc", "def", "abc, def"],
  ["changes that are not committed", "abc+", "abc+", "abc+"],
])("of %s it begins anew, and what is not measured stays", (_, before, now, commit) => {
  const samples = new Samples(at(now), measuredBefore(before));
  expect(samples.count("no-op", "shell")).toBe(0);
  samples.add("no-op", "shell", sample(8));
  samples.add("no-op", "shell", sample(9));
  expect(samples.count("no-op", "shell")).toBe(2);
  expect(seconds(samples.measured(), "no-op", "shell")).toEqual([8, 9]);
  expect(seconds(samples.measured(), "no-op", "pulumi")).toEqual([3]);
  expect(samples.measured().commit).toBe(commit);
});

test("of two machines both are named as long as figures of both are there", () => {
  const on = (processor: string) => ({ machine: { ...circumstances().machine, processor } });
  const samples = new Samples(
    { ...at("def"), ...on("Z80") },
    { ...measuredBefore("abc"), ...on("6502") },
  );
  samples.add("no-op", "shell", sample(8));
  expect(samples.measured().machine.processor).toBe("6502 and Z80");
  samples.add("no-op", "pulumi", sample(8));
  expect(samples.measured().machine.processor).toBe("Z80");
});

test("once all is measured anew only the new commit is named", () => {
  const samples = new Samples(at("def"), measuredBefore("abc"));
  samples.add("no-op", "shell", sample(8));
  samples.add("no-op", "pulumi", sample(8));
  expect(samples.measured().commit).toBe("def");
});
