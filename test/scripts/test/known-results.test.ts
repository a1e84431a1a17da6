import { mkdtempSync, rmSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ROOT } from "../../../scripts/lib/project";
import { digestOf } from "../../../scripts/lib/tree-files";
import { inputsDigest, KnownResults } from "../../../scripts/test/known-results";

const folder = mkdtempSync(join(tmpdir(), "known-results-"));
afterAll(() => rmSync(folder, { recursive: true }));

const known = new KnownResults(join(folder, "results"));
const HALF_PAST_SIX = new Date("2026-03-01T18:30:00Z");
const hours = (count: number) => new Date(HALF_PAST_SIX.getTime() + count * 3_600_000);
const TWO = { passed: 2, failed: 0 };

test("what passed is known for a day", () => {
  known.keep("text, graph", "a1", TWO, HALF_PAST_SIX);
  const result = { count: TWO, at: "2026-03-01T18:30:00.000Z" };
  expect(known.find("text, graph", "a1", HALF_PAST_SIX)).toEqual(result);
  expect(known.find("text, graph", "a1", hours(23.9))).toEqual(result);
  expect(known.find("text, graph", "a1", hours(24))).toBeUndefined();
});

test("not of another check, nor of other inputs, nor where the clock was set back", () => {
  known.keep("real", "a1", TWO, HALF_PAST_SIX);
  expect(known.find("plugins", "a1", HALF_PAST_SIX)).toBeUndefined();
  expect(known.find("real", "b2", HALF_PAST_SIX)).toBeUndefined();
  expect(known.find("real", "a1", hours(-1))).toBeUndefined();
});

test.each([
  ["a failure", { passed: 2, failed: 1 }],
  ["a run of nothing", { passed: 0, failed: 0 }],
])("%s is not kept", (_, count) => {
  known.keep("failing", "a1", count, HALF_PAST_SIX);
  expect(known.find("failing", "a1", HALF_PAST_SIX)).toBeUndefined();
});

test("what is run again is not known meanwhile, nor when it has failed", () => {
  known.keep("again", "a1", TWO, HALF_PAST_SIX);
  known.forget("again");
  known.forget("again");
  known.keep("again", "a1", { passed: 1, failed: 1 }, HALF_PAST_SIX);
  expect(known.find("again", "a1", HALF_PAST_SIX)).toBeUndefined();
});

test("a file that was cut tells nothing", () => {
  known.keep("cut", "a1", TWO, HALF_PAST_SIX);
  const file = readdirSync(join(folder, "results")).find((name) => name.startsWith("cut")) ?? "";
  truncateSync(join(folder, "results", file), 20);
  expect(known.find("cut", "a1", HALF_PAST_SIX)).toBeUndefined();
});

test("the digest follows names, texts and settings of what is read, and nothing else", () => {
  const file = join(folder, "input");
  const digest = (text: string, others: string[] = []) => {
    writeFileSync(file, text);
    return digestOf([relative(ROOT, file)], others);
  };
  const one = digest("one");
  expect(digest("one")).toBe(one);
  const reads = (name: string) => name === "package.json";
  const changed = [
    digest("two"),
    digest("one", ["v22"]),
    digestOf([]),
    inputsDigest(reads, [], {}),
  ];
  const set = inputsDigest(reads, [], { DJANGO_DROPLET_ENGINE: "official" });
  expect(new Set([one, ...changed, set]).size).toBe(6);
  expect(inputsDigest(reads, [], { TERM: "dumb" })).toBe(inputsDigest(reads, [], {}));
});
