import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { circumstances, readPart, writePart, type Circumstances } from "./store";
import { Samples } from "./tools/samples";
import type { ToolResults } from "./types";

const folder = mkdtempSync(join(tmpdir(), "django-droplet-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (commit: string) => ({ ...circumstances(), measuredAt: `of ${commit}`, commit });
const sample = (seconds: number) => ({ seconds, peakKib: 1024 });
const seconds = (figures: ToolResults, figure: string, peer: string) =>
  figures[figure]?.results[peer]?.map((each) => each.seconds);

function measuredBefore(before: Circumstances): ToolResults {
  const noop = { shell: [sample(1), sample(2)], pulumi: [sample(3)] };
  return {
    "no-op": { ...before, results: noop },
    preview: { ...before, results: { pulumi: [sample(4)] } },
  };
}

test("a part is read as it was written, and is undefined before", () => {
  expect(readPart("tools", [folder])).toBeUndefined();
  const measured = measuredBefore(at("abc"));
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
  const samples = new Samples({ ...at("abc"), measuredAt: "later" }, measuredBefore(at("abc")));
  expect(samples.count("no-op", "shell")).toBe(2);
  samples.add("no-op", "shell", sample(9));
  expect(seconds(samples.measured(), "no-op", "shell")).toEqual([1, 2, 9]);
  expect(samples.measured()["no-op"]?.measuredAt).toBe("of abc");
});

const elsewhere = { ...at("abc"), machine: { ...circumstances().machine, processor: "Z80" } };

test.each<[string, Circumstances, Circumstances]>([
  ["another commit", at("abc"), at("def")],
  ["changes that are not committed", at("abc+"), { ...at("abc+"), measuredAt: "later" }],
  ["another machine", at("abc"), { ...elsewhere, measuredAt: "later" }],
])("of %s it begins anew with all its peers, and other figures stay", (_, before, now) => {
  const samples = new Samples(now, measuredBefore(before));
  expect(samples.count("no-op", "shell")).toBe(0);
  samples.add("no-op", "shell", sample(8));
  samples.add("no-op", "shell", sample(9));
  expect(samples.count("no-op", "shell")).toBe(2);
  const measured = samples.measured();
  expect(seconds(measured, "no-op", "shell")).toEqual([8, 9]);
  expect(seconds(measured, "no-op", "pulumi")).toBeUndefined();
  expect(measured["no-op"]).toMatchObject(now);
  expect(measured["preview"]).toEqual(measuredBefore(before)["preview"]);
});

test("a run that was cut short goes on where it was, though other figures are of another commit", () => {
  const cut = new Samples(at("def"), measuredBefore(at("abc")));
  cut.add("no-op", "shell", sample(8));
  const next = new Samples({ ...at("def"), measuredAt: "later" }, cut.measured());
  expect(next.count("no-op", "shell")).toBe(1);
  expect(next.count("preview", "pulumi")).toBe(0);
});
