import { bar, line, picture, WIDTH, words } from "./svg";

export interface Row {
  name: string;
  /** What stands behind the bars. */
  text: string;
  /** Bars of one row, one below the other. */
  bars: readonly { kind: string; value: number }[];
}

export interface Mark {
  at: number;
  text: string;
}

export interface BarChart {
  summary: string;
  rows: readonly Row[];
  /** The value of a bar of the whole width. */
  top: number;
  /** Limits, as lines across all rows. */
  marks?: readonly Mark[];
}

const NAMES = 78;
const TEXTS = 62;
const PLOT = WIDTH - NAMES - TEXTS;
const ROW = 26;
const BAR = 14;

/** Horizontal bars with their names before and their values behind them. */
export function barChart({ summary, rows, top, marks = [] }: BarChart): string {
  const head = marks.length === 0 ? 4 : 22;
  const x = (value: number): number => NAMES + (Math.min(value, top) / top) * PLOT;
  const height = head + rows.length * ROW + 2;
  return picture(summary, height, [
    ...rows.flatMap(({ name, text, bars }, index) => {
      const y = head + index * ROW;
      const each = bars.length > 1 ? (ROW - 8) / bars.length : BAR;
      const from = y + (ROW - each * bars.length) / 2;
      return [
        words(name, NAMES - 8, y + ROW / 2 + 4, "end"),
        bar("track", NAMES, y + 4, PLOT, ROW - 8),
        ...bars.map(({ kind, value }, n) =>
          bar(kind, NAMES, from + n * each, x(value) - NAMES, each - (bars.length > 1 ? 1 : 0)),
        ),
        words(text, WIDTH, y + ROW / 2 + 4, "end", "value"),
      ];
    }),
    ...marks.map(({ at }) => line("limit", x(at), head - 2, x(at), height - 2)),
    ...markTexts(marks, x).map(({ text, at, anchor }) => words(text, at, 12, anchor, "small")),
  ]);
}

/** Two marks are written away from each other, so that they do not overlap. */
function markTexts(
  marks: readonly Mark[],
  x: (value: number) => number,
): { text: string; at: number; anchor: "start" | "end" }[] {
  return marks.map(({ at, text }, index) => {
    const left = index === 0 && marks.length > 1;
    return { text, at: x(at) + (left ? 2 : -2), anchor: left ? "end" : "start" };
  });
}
