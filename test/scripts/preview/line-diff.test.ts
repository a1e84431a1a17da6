import fc from "fast-check";
import { diffLines } from "../../../scripts/preview/line-diff";

const signed = (old: string, now: string): string[] =>
  diffLines(old, now).map((line) => (line ? `${line.sign}${line.text}` : "…"));

const numbers = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index}\n`).join("");

it("is empty for equal texts", () => {
  expect(diffLines("a\n", "a\n")).toEqual([]);
});

it("shows a new text, and one that goes, as a whole", () => {
  expect(signed("", "a\nb\n")).toEqual(["+a", "+b"]);
  expect(signed("a\nb\n", "")).toEqual(["-a", "-b"]);
});

it("keeps three lines around a change", () => {
  expect(signed(numbers(20), numbers(20).replace("10\n", "ten\n"))).toEqual([
    ...["…", " 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13", "…"],
  ]);
});

it("tells an end without a newline", () => {
  expect(signed("a\n", "a")).toEqual(["-a", "+a", " \\ No newline at end of file"]);
});

it("shows texts that have next to nothing in common one after the other", () => {
  const others = numbers(2_000).replaceAll("\n", "th\n");
  const lines = signed(numbers(2_000), others);
  expect(lines).toHaveLength(4_000);
  expect(lines.slice(0, 2)).toEqual(["-0", "-1"]);
  expect(lines.at(-1)).toBe("+1999th");
});

const text = fc
  .array(fc.constantFrom("a\n", "b\n", "c\n"), { maxLength: 12 })
  .map((l) => l.join(""));

it("turns the old text into the new one", () => {
  fc.assert(
    fc.property(text, text, (old, now) => {
      // Far lines are left out: the texts are short enough to have none in between.
      const lines = diffLines(old, now);
      const side = (sign: string): string =>
        lines
          .flatMap((line) => (line && [" ", sign].includes(line.sign) ? [`${line.text}\n`] : []))
          .join("");
      if (lines.includes(undefined) || old === now) return;
      expect(side("-")).toBe(old);
      expect(side("+")).toBe(now);
    }),
  );
});

it("changes no more lines than it has to", () => {
  fc.assert(
    fc.property(text, fc.nat(), (old, place) => {
      const lines = old.split(/(?<=\n)/).filter(Boolean);
      const at = place % (lines.length + 1);
      const now = [...lines.slice(0, at), "new\n", ...lines.slice(at)].join("");
      expect(signed(old, now).filter((line) => /^[+-]/.test(line))).toEqual(["+new"]);
    }),
  );
});
