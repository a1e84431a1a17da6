/** Pure helpers that turn values into shell text. */

/**
 * One word of POSIX shell, whatever the value holds: single quotes keep every byte, and a single
 * quote itself is closed, escaped and opened again (POSIX.1-2024, Shell Command Language, 2.2.2).
 *
 * @throws RangeError for a NUL byte, which no shell word can hold.
 */
export function quote(value: string): string {
  if (value.includes("\0")) throw new RangeError("a shell word cannot hold a NUL byte");
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** What a script's parameter may be: a list arrives as lines. */
export type Parameter = string | number | boolean | readonly string[];

/**
 * `NAME='value'` lines, sorted by name so that equal parameters are equal text.
 * A boolean is `1` or the empty string, so that scripts test it with `[ -n "$NAME" ]`.
 */
export function assignments(parameters: Readonly<Record<string, Parameter>>): string {
  return Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${quote(asText(value))}\n`)
    .join("");
}

function asText(value: Parameter): string {
  if (typeof value === "boolean") return value ? "1" : "";
  if (typeof value === "object") return value.join("\n");
  return String(value);
}
