/** A line of a diff: kept, taken out, or put in. */
export interface DiffLine {
  sign: " " | "-" | "+";
  text: string;
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** Cells of the table that the comparison fills; above it all that differs counts as changed. */
const MOST_CELLS = 4_000_000;

/**
 * The difference of two texts with three lines of context; `undefined` marks a place where equal
 * lines are left out. Empty for equal texts.
 */
export function diffLines(old: string, now: string): (DiffLine | undefined)[] {
  return old === now ? [] : withoutFar(compareLines(linesOf(old), linesOf(now)));
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push("\\ no newline at the end");
  return lines;
}

function compareLines(old: readonly string[], now: readonly string[]): DiffLine[] {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return [
    ...old.slice(0, start).map(as(" ")),
    ...compareMiddle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map(as(" ")),
  ];
}

/** By the longest common subsequence. */
function compareMiddle(old: readonly string[], now: readonly string[]): DiffLine[] {
  const width = now.length + 1;
  if ((old.length + 1) * width > MOST_CELLS) return [...old.map(as("-")), ...now.map(as("+"))];
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length) {
    const [before, after] = [old[row], now[column]];
    if (before !== undefined && before === after) {
      lines.push({ sign: " ", text: before });
      row += 1;
      column += 1;
    } else if (
      before !== undefined &&
      (after === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      lines.push({ sign: "-", text: before });
      row += 1;
    } else {
      lines.push({ sign: "+", text: after ?? "" });
      column += 1;
    }
  }
  return lines;
}

function as(sign: DiffLine["sign"]): (text: string) => DiffLine {
  return (text) => ({ sign, text });
}

/** Drops the kept lines that are far from every change. */
function withoutFar(lines: readonly DiffLine[]): (DiffLine | undefined)[] {
  const near = new Set<number>();
  for (const [index, { sign }] of lines.entries()) {
    if (sign === " ") continue;
    for (let around = index - CONTEXT; around <= index + CONTEXT; around += 1) near.add(around);
  }
  const shown: (DiffLine | undefined)[] = [];
  for (const [index, line] of lines.entries()) {
    if (near.has(index)) shown.push(line);
    else if (index === 0 || near.has(index - 1)) shown.push(undefined);
  }
  return shown;
}
