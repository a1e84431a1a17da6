/** One systemd directive, `Key=Value`; a key may come more than once, in order. */
export type Directive = readonly [key: string, value: string];

/** A unit file: sections in order, each a list of directives. */
export type UnitSections = Readonly<Record<string, readonly Directive[]>>;

/** The text of a unit file (systemd.syntax(7)). */
export function renderUnit(sections: UnitSections): string {
  return Object.entries(sections)
    .map(([name, directives]) => `[${name}]\n${directives.map(renderDirective).join("")}`)
    .join("\n");
}

/**
 * `Key=Value` lines, as `systemd-run --property` takes them: literally, where a unit file has `%%` for a
 * percent sign.
 */
export function propertyLines(directives: readonly Directive[]): string[] {
  return directives.map(([key, value]) => `${key}=${value.replaceAll("%%", "%")}`);
}

/** systemd adds these up over their lines: the program's own lines are needed in any case. */
const ADDED_UP = new Set(["Environment", "EnvironmentFile", "IPAddressDeny", "ReadWritePaths"]);

/**
 * The directives with the project's own choices applied: a key that is there is replaced where its
 * first line stands (its other lines go), a new one is added at the end, and so is a further line of
 * a key that systemd adds up.
 */
export function override(
  directives: readonly Directive[],
  overrides: Readonly<Record<string, string>>,
): Directive[] {
  const left = new Map(Object.entries(overrides));
  const replaced = directives.flatMap(([key, value]): Directive[] => {
    if (!(key in overrides) || ADDED_UP.has(key)) return [[key, value]];
    const own = left.get(key);
    left.delete(key);
    return own === undefined ? [] : [[key, own]];
  });
  return [...replaced, ...left];
}

function renderDirective([key, value]: Directive): string {
  return `${key}=${value}\n`;
}
