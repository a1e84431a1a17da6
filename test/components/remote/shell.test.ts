import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { assignments, quote } from "../../../components/remote/shell";
import { bash } from "../../support/bash";

/** Any text that a shell word can hold; the characters that mean something to a shell come often. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."'\"\\$`!*?[]{}()<>|&;#~=% \t\n-", "$(id)", "\r", "é", "漢", "🎉"),
      fc.string({ unit: "grapheme", maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""))
  .filter((text) => !text.includes("\0"));

describe("quote", () => {
  test.each([
    ["", "''"],
    ["plain", "'plain'"],
    ["it's", `'it'\\''s'`],
    ["'", `''\\'''`],
    ["a\nb", "'a\nb'"],
  ])("%j becomes %j", (value, word) => expect(quote(value)).toBe(word));

  test("a NUL byte, which no word can hold, is refused", () => {
    expect(() => quote("a\0b")).toThrow(new RangeError("a shell word cannot hold a NUL byte"));
  });

  test("a real sh reads back every text, several in one command", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 20 }), (texts) => {
        const command = `printf '%s\\0' ${texts.map(quote).join(" ")}`;
        const { stdout } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
        expect(stdout.split("\0").slice(0, -1)).toEqual(texts);
      }),
      { numRuns: 60 },
    );
  });
});

describe("assignments", () => {
  test("are sorted by name, so that equal parameters are equal text", () => {
    const text = assignments({ B: 2, A: "one", LIST: ["x", "y z"], YES: true, NO: false });
    expect(text).toBe("A='one'\nB='2'\nLIST='x\ny z'\nNO=''\nYES='1'\n");
    expect(assignments({ YES: true, NO: false, LIST: ["x", "y z"], A: "one", B: 2 })).toBe(text);
  });

  test("a real bash has every text and number as it was", () => {
    const value = fc.oneof(anyText, fc.integer());
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
        const parameters = Object.fromEntries(values.map((each, index) => [`P${index}`, each]));
        const printed = values.map((_, index) => `"$P${index}"`).join(" ");
        const { stdout } = bash(`${assignments(parameters)}printf '%s\\0' ${printed}`);
        expect(stdout.split("\0").slice(0, -1)).toEqual(values.map(String));
      }),
      { numRuns: 60 },
    );
  });

  test("a real bash reads a list of lines as the same list", () => {
    const line = anyText.map((text) => text.replaceAll("\n", " "));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const script = `${assignments({ LIST: lines })}mapfile -t list <<<"$LIST"; printf '%s\\0' "\${list[@]}"`;
        const { stdout } = bash(script);
        expect(stdout.split("\0").slice(0, -1)).toEqual(lines);
      }),
      { numRuns: 60 },
    );
  });

  test("a boolean is what [ -n ] takes for it", () => {
    const { stdout } = bash(
      `${assignments({ YES: true, NO: false })}[ -n "$YES" ] && printf yes; [ -n "$NO" ] || printf no`,
    );
    expect(stdout).toBe("yesno");
  });
});
