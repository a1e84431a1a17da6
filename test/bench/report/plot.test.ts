import { array, assert, double, integer, property } from "fast-check";
import { linePlot } from "./plot";
import { scaleTo } from "./scale";
import { summarize, type Summary } from "./statistics";

test("a scale reaches from 0 past every value in a few even steps of 1, 2 or 5", () => {
  const value = double({ min: 0, max: 1e7, noNaN: true }).map((number) => number + 1e-3);
  assert(
    property(array(value, { minLength: 1 }), integer({ min: 2, max: 10 }), (values, most) => {
      const { ticks, top } = scaleTo(values, most);
      const [zero, step = NaN] = ticks;
      const largest = Math.max(...values);
      expect(zero).toBe(0);
      expect(ticks.at(-1)).toBe(top);
      expect(top).toBeGreaterThanOrEqual(largest * (1 - 1e-8));
      // No step is wasted above the largest value.
      expect(top - step).toBeLessThan(largest);
      expect(ticks.length - 1).toBeLessThanOrEqual(most);
      expect(step.toExponential()).toMatch(/^[125]e/);
      ticks.forEach((tick, index) => expect(tick / step).toBeCloseTo(index, 6));
    }),
    // Just above a step, which rounding may or may not make one step more.
    { examples: [[[0.0010000000002], 5]] },
  );
});

test.each([
  [[171], { ticks: [0, 50, 100, 150, 200], top: 200 }],
  [[0.3], { ticks: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3], top: 0.3 }],
  [[0], { ticks: [0, 1], top: 1 }],
  [[], { ticks: [0, 1], top: 1 }],
])("the scale of %j", (values, scale) => {
  expect(scaleTo(values)).toEqual(scale);
});

const point = (x: number, ...values: number[]) => ({ x, y: summarize(values) as Summary });
const plot = linePlot({
  title: "Time of one up & more",
  ...{ x: "number of them", y: "seconds" },
  series: [
    { name: "sites", points: [point(1, 30, 28, 34), point(2, 45), point(8, 140)] },
    { name: "droplets", points: [point(1, 31), point(8, 170)] },
  ],
});

test("a plot", () => {
  expect(plot).toMatchSnapshot();
});

test("what grows in proportion is a straight line", () => {
  const straight = linePlot({
    ...{ title: "", x: "", y: "" },
    series: [{ name: "", points: [point(1, 10), point(2, 20), point(8, 80)] }],
  });
  const [, points = ""] = /points="([^"]+)"/.exec(straight) ?? [];
  const slopes = points
    .split(" ")
    .map((pair) => pair.split(",").map(Number))
    .map(([x = NaN, y = NaN], _, [[x0 = NaN, y0 = NaN] = []]) => (y - y0) / (x - x0));
  expect(slopes).toHaveLength(3);
  expect(slopes[1]).toBeCloseTo(slopes[2] ?? NaN, 1);
});

test("everything drawn is inside the picture", () => {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(plot) ?? [];
  const places = (axis: "x" | "y") =>
    [...plot.matchAll(new RegExp(` (?:c?${axis}[12]?)="([\\d.-]+)"`, "g"))].map(([, at]) =>
      Number(at),
    );
  expect(places("x").length).toBeGreaterThan(20);
  for (const at of places("x")) expect(at >= 0 && at <= Number(width)).toBe(true);
  for (const at of places("y")) expect(at >= 0 && at <= Number(height)).toBe(true);
});

test("it loads nothing and runs nothing, and says in words what it shows", () => {
  expect(plot).not.toMatch(/href|url\(|<script|@import/);
  expect(plot).toContain(
    'aria-label="Time of one up &amp; more; sites: 1: 30, 2: 45, 8: 140; droplets: 1: 31, 8: 170"',
  );
});
