import fc from "fast-check";
import {
  clip,
  code,
  details,
  fenced,
  html,
  visible,
  words,
} from "../../../scripts/preview/markdown";

const runs = (text: string): number[] => [...text.matchAll(/`+/g)].map(([run]) => run.length);

it("fences a text with more ticks than it has", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[`~a \n]*$/)), (lines) => {
      const [first = "", ...rest] = fenced(lines, "diff").split("\n");
      const fence = first.slice(0, -"diff".length);
      expect(rest.pop()).toBe(fence);
      expect(Math.max(2, ...runs(rest.join("\n")))).toBeLessThan(fence.length);
    }),
  );
});

it("writes a code span that no ticks in it can end", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[`a |]+$/), (text) => {
      const span = code(text);
      const fence = /^`+/.exec(span)?.[0].length ?? 0;
      const inner = span.slice(fence, span.length - fence);
      expect(runs(inner)).not.toContain(fence);
      expect(inner).not.toMatch(/(?<!\\)\|/);
    }),
  );
});

it.each([
  ["<img src=x onerror=alert(1)>", /[<>]/],
  ["[here](https://example.com)", /[[\]]/],
  ["**loud** _and_ `code` ~gone~ a|b", /[*_`~|]/],
])("words: %s is no markup", (text, markup) => {
  expect(words(text)).not.toMatch(markup);
});

it("calls nobody, and names no issue", () => {
  expect(words("@octocat #1")).toBe("@<!-- -->octocat #<!-- -->1");
  expect(html("@octocat <b> \"'&")).not.toMatch(/[@<>"']/);
});

it("shows what would hide: the ends of lines, escapes, turned directions", () => {
  expect(visible("a\r\n\u001b[2J\u202e\u200b\tb")).toBe(
    "a\\u{d}\\u{a}\\u{1b}[2J\\u{202e}\\u{200b}\tb",
  );
});

it("cuts between characters and says how much", () => {
  expect(clip("abc", 3)).toBe("abc");
  expect(clip("abcde", 3)).toBe("abc… (2 more characters)");
  expect(clip("ab😀cd", 3)).toBe("ab… (4 more characters)");
});

it("parts HTML from the Markdown in it", () => {
  expect(details("<b>a</b>", "body").split("\n")).toEqual([
    "<details><summary><b>a</b></summary>",
    "",
    "body",
    "",
    "</details>",
  ]);
});
