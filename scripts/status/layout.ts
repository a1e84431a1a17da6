import { printable, wrap } from "./terminal";

/** How wide the screen is. */
export const COLUMNS = 80;

/** A line with its name in front; further lines of the same have none. */
export function label(name: string, text: string): string {
  return `${name.padEnd(9)}${text}`;
}

/**
 * A sentence and what to do about it, wrapped behind a head.
 *
 * @param width how many characters of the head are seen
 */
export function explained(head: string, width: number, sentence: string, todo: string): string[] {
  const indent = " ".repeat(width);
  const lines = wrap(printable(sentence), COLUMNS - width, "").map((line) => indent + line);
  const advice = todo === "" ? [] : wrap(`→ ${printable(todo)}`, COLUMNS - width, "  ");
  return [head + (lines[0] ?? "").trimStart(), ...lines.slice(1), ...advice.map((a) => indent + a)];
}
