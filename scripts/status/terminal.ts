import type { Level } from "../../components/health/capacity/finding";

/** How a word is shown by its level. */
export type Paint = (text: string, level: Level) => string;

/** SGR colours: green, cyan, yellow, red on whatever the terminal's background is. */
const COLOURS: Record<Level, number> = { good: 32, note: 36, warn: 33, bad: 31 };

export const plain: Paint = (text) => text;

export const coloured: Paint = (text, level) => `\u001b[${COLOURS[level]}m${text}\u001b[39m`;

/** Text of the host as a terminal may show it: a log may hold what would move the cursor. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "�");
}

/**
 * The text in lines of at most `width` characters, broken between words; further lines are indented.
 * A word that is longer stays whole, as a command that is to be copied has to.
 */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const room = lines.length === 0 ? width : width - indent.length;
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each, index) => (index === 0 ? each : indent + each));
}
