import { line, picture, round, WIDTH, words } from "./svg";

export interface Series {
  kind: string;
  name: string;
  /** Oldest first; undefined leaves a gap. */
  values: readonly (number | undefined)[];
}

export interface Trend {
  summary: string;
  series: readonly Series[];
  /** When each value was read. */
  times: readonly Date[];
  /** The value at the upper edge. */
  top: number;
  /** The lowest first. */
  marks: readonly { at: number; text: string }[];
}

const TOP = 10;
const PLOT = 110;
/** Marks are named right of the plot. */
const RIGHT = 78;
/** Names of marks keep so far apart. */
const APART = 12;

/** Values over time, as lines. */
export function trendChart({ summary, series, times, top, marks }: Trend): string {
  const width = WIDTH - RIGHT;
  const x = (index: number): number => (index / Math.max(1, times.length - 1)) * width;
  const y = (value: number): number => TOP + PLOT - (Math.min(value, top) / top) * PLOT;
  // From the lowest up, each above the one before.
  const heights: number[] = [];
  for (const { at } of marks) {
    heights.push(Math.min(y(at), (heights.at(-1) ?? Number.POSITIVE_INFINITY) - APART));
  }
  const [first, last] = [times[0], times.at(-1)];
  return picture(summary, TOP + PLOT + 42, [
    line("axis", 0, y(0), width, y(0)),
    ...marks.map(({ at }) => line("limit", 0, y(at), width, y(at))),
    ...marks.map(({ text }, index) =>
      words(text, width + 4, (heights[index] ?? 0) + 4, "start", "small"),
    ),
    ...series.map(({ kind, values }) => `<path class="trend ${kind}" d="${path(values, x, y)}"/>`),
    words(clock(first), 0, TOP + PLOT + 15, "start", "small"),
    words(clock(last), width, TOP + PLOT + 15, "end", "small"),
    ...series.flatMap(({ kind, name }, index) => {
      const from = (index * WIDTH) / 3;
      const height = TOP + PLOT + 33;
      return [
        line(`trend ${kind}`, from, height - 4, from + 12, height - 4),
        words(name, from + 17, height),
      ];
    }),
  ]);
}

function path(
  values: readonly (number | undefined)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let pen = "M";
  return values
    .flatMap((value, index) => {
      if (value === undefined) {
        pen = "M";
        return [];
      }
      const step = `${pen}${round(x(index))} ${round(y(value))}`;
      pen = "L";
      return [step];
    })
    .join("");
}

function clock(at: Date | undefined): string {
  return at ? at.toISOString().slice(11, 19) : "";
}
