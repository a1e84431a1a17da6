import { structuredPatch, type StructuredPatch } from "diff";

/** A line of a diff: kept, taken out, or put in. */
export interface DiffLine {
  sign: " " | "-" | "+";
  text: string;
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** Beyond so many changed lines the shortest way is not looked for: it would take minutes. */
const MOST_EDITS = 2_000;

/**
 * The difference of two texts with three lines of context; `undefined` marks a place where equal
 * lines are left out. Empty for equal texts.
 */
export function diffLines(old: string, now: string): (DiffLine | undefined)[] {
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  const patch = structuredPatch("", "", old, now, undefined, undefined, options);
  if (patch === undefined) return [...signed("-", old), ...signed("+", now)];
  const last = patch.hunks.at(-1);
  if (!last) return [];
  const shown = patch.hunks.flatMap((hunk, index) => {
    const isFirstLine = index === 0 && hunk.oldStart <= 1;
    return [...(isFirstLine ? [] : [undefined]), ...hunk.lines.map(parseLine)];
  });
  const isToTheEnd = last.oldStart + last.oldLines > linesOf(old).length;
  return isToTheEnd ? shown : [...shown, undefined];
}

/** What stands in a patch after a backslash tells of the line before it. */
function parseLine(line: StructuredPatch["hunks"][number]["lines"][number]): DiffLine {
  const sign = line.slice(0, 1);
  return sign === "-" || sign === "+"
    ? { sign, text: line.slice(1) }
    : { sign: " ", text: sign === " " ? line.slice(1) : line };
}

function signed(sign: DiffLine["sign"], text: string): DiffLine[] {
  return linesOf(text).map((line) => ({ sign, text: line }));
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}
