import { escape, line, round, words } from "../../../scripts/status/page/svg";
import { scaleTo, type Scale } from "./scale";
import type { Summary } from "./statistics";
import { PLOT_STYLE } from "./plot-style";

export interface Series {
  name: string;
  points: readonly { x: number; y: Summary }[];
}

export interface LinePlot {
  title: string;
  /** What the axes count, with the unit. */
  x: string;
  y: string;
  /** Up to three. */
  series: readonly Series[];
}

/** In the picture's own units: what is 13 high here is still read on a phone, 340 wide. */
const WIDTH = 440;
const HEIGHT = 340;
/** As shown where there is room. */
const SHOWN_WIDTH = 660;
const BOX = { left: 54, right: WIDTH - 18, top: 80, bottom: HEIGHT - 48 };

type Place = (value: number) => number;

/**
 * Medians as lines, their spread as bars, on axes from 0: what grows in proportion is a straight line
 * to the corner. It brings its own background, since the page around it may be light or dark.
 */
export function linePlot({ title, x, y, series }: LinePlot): string {
  const points = series.flatMap((one) => one.points);
  const counts = [...new Set(points.map((point) => point.x))].sort((one, other) => one - other);
  const high = scaleTo(points.map((point) => point.y.most));
  const toX = between(0, Math.max(1, ...counts), BOX.left, BOX.right);
  const toY = between(0, high.top, BOX.bottom, BOX.top);
  const middle = (BOX.left + BOX.right) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${SHOWN_WIDTH}" height="${(SHOWN_WIDTH * HEIGHT) / WIDTH}" role="img" aria-label="${escape(summaryOf(title, series))}">
<style>
${PLOT_STYLE}
</style>
${[
  `<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="6"/>`,
  words(title, BOX.left, 24, "start", "title"),
  ...legend(series),
  ...gridOf(high, toY),
  ...counts.flatMap((count) => [
    line("tick", toX(count), BOX.bottom, toX(count), BOX.bottom + 4),
    words(String(count), toX(count), BOX.bottom + 18, "middle"),
  ]),
  words(x, middle, HEIGHT - 12, "middle", "soft"),
  words(y, 10, BOX.top - 14, "start", "soft"),
  ...series.flatMap((one, index) => drawn(one, index, toX, toY)),
].join("\n")}
</svg>
`;
}

function gridOf({ ticks }: Scale, toY: Place): string[] {
  return ticks.flatMap((tick) => [
    line(tick === 0 ? "axis" : "grid", BOX.left, toY(tick), BOX.right, toY(tick)),
    words(String(tick), BOX.left - 7, toY(tick) + 4, "end"),
  ]);
}

function legend(series: readonly Series[]): string[] {
  return series.flatMap(({ name }, index) => {
    const from = BOX.left + index * 130;
    return [
      line(`series-${index}`, from, 40, from + 22, 40),
      mark(index, from + 11, 40),
      words(name, from + 29, 44),
    ];
  });
}

function drawn({ points }: Series, index: number, toX: Place, toY: Place): string[] {
  const placed = points.map(({ x, y }) => ({ x: toX(x), y: toY(y.median), of: y }));
  const path = placed.map((point) => `${round(point.x)},${round(point.y)}`).join(" ");
  return [
    `<polyline class="series-${index}" points="${path}"/>`,
    ...placed
      .filter(({ of }) => of.rounds > 1)
      .flatMap(({ x, of }) => spreadBar(index, x, toY(of.least), toY(of.most))),
    ...placed.map(({ x, y }) => mark(index, x, y)),
  ];
}

function spreadBar(index: number, x: number, from: number, to: number): string[] {
  const kind = `series-${index} spread`;
  return [
    line(kind, x, from, x, to),
    line(kind, x - 4, from, x + 4, from),
    line(kind, x - 4, to, x + 4, to),
  ];
}

/** Each series has its own shape too: not everybody tells the colours apart. */
function mark(index: number, x: number, y: number): string {
  const kind = `mark-${index}`;
  if (index === 0) return `<circle class="${kind}" cx="${round(x)}" cy="${round(y)}" r="4"/>`;
  const turned = index === 1 ? "" : ` transform="rotate(45 ${round(x)} ${round(y)})"`;
  return `<rect class="${kind}" x="${round(x - 3.5)}" y="${round(y - 3.5)}" width="7" height="7"${turned}/>`;
}

function summaryOf(title: string, series: readonly Series[]): string {
  const told = series.map(
    ({ name, points }) =>
      `${name}: ${points.map(({ x, y }) => `${x}: ${round(y.median)}`).join(", ")}`,
  );
  return `${title}; ${told.join("; ")}`;
}

function between(fromLeast: number, fromMost: number, toLeast: number, toMost: number): Place {
  return (value) => toLeast + ((value - fromLeast) / (fromMost - fromLeast)) * (toMost - toLeast);
}
