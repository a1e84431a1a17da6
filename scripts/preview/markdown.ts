/**
 * Texts of others in a comment: none can end its place, be markup, call somebody, or show itself in
 * another order than it has.
 */

/** Control characters but for the tab, and those that turn the direction of writing. */
const HIDDEN =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One line, the hidden characters as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** Not longer than `most`, and it says so. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return `${cut}… (${text.length - cut.length} more characters)`;
}

/** Plain words in a line of Markdown. */
export function words(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>&|~!@#]/g, (character) =>
    // What calls a person or an issue does so as an entity too, but not in two pieces.
    "@#".includes(character) ? `${character}<!-- -->` : `&#${character.charCodeAt(0)};`,
  );
}

/** A code span; safe in a table too. */
export function code(text: string): string {
  const line = visible(text).replaceAll("|", "\\|");
  const ticks = "`".repeat(longestRun(line) + 1);
  const space = /^`|`$|^ .* $/.test(line) ? " " : "";
  return line === "" ? "" : `${ticks}${space}${line}${space}${ticks}`;
}

/** A block of text whose fence is longer than any in it. */
export function fenced(lines: readonly string[], language: string): string {
  const text = lines.map(visible).join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** What opens at a click; the title is HTML. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** Text in HTML. */
export function html(text: string): string {
  return visible(text).replace(/[&<>"'@#]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
