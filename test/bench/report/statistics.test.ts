import { assert, array, double, property } from "fast-check";
import { figure, ratio, spread, tooFew } from "./format";
import { leastOf, summarize } from "./statistics";

const number = double({ min: 0, max: 1e6, noNaN: true });
const summary = (...values: number[]) => summarize(values);

test("the median is the middle one, or between the two in the middle", () => {
  expect(summarize([9, 1, 4])).toEqual({ median: 4, least: 1, most: 9, rounds: 3 });
  expect(summarize([9, 1, 4, 5])).toEqual({ median: 4.5, least: 1, most: 9, rounds: 4 });
  expect(summarize([7])).toEqual({ median: 7, least: 7, most: 7, rounds: 1 });
  expect(summarize([])).toBeUndefined();
});

test("half of the values are on each side of the median, whatever their order", () => {
  assert(
    property(array(number, { minLength: 1 }), (values) => {
      const { median = NaN, least = NaN, most = NaN } = summarize(values) ?? {};
      const half = values.length / 2;
      expect(values.filter((value) => value <= median).length).toBeGreaterThanOrEqual(half);
      expect(values.filter((value) => value >= median).length).toBeGreaterThanOrEqual(half);
      expect(least <= median && median <= most).toBe(true);
      expect(summarize([...values].reverse())).toEqual(summarize(values));
    }),
  );
});

test("the floor is the least median, not the least value", () => {
  const [steady, lucky] = [summary(5, 5, 5), summary(1, 6, 6)];
  expect(leastOf([lucky, undefined, steady])).toBe(steady);
  expect(leastOf([undefined])).toBeUndefined();
});

test.each([
  [0.484, "0.48"],
  [9.994, "9.99"],
  [9.996, "10.0"],
  [12.06, "12.1"],
  [99.96, "100"],
  [1480.4, "1480"],
  [0, "0.00"],
])("%d is told as %s", (value, text) => {
  expect(figure(value)).toBe(text);
});

test("a spread stands beside its median, where there is one", () => {
  expect(spread(summary(12, 11.8, 13))).toBe("12.0 [11.8–13.0]");
  expect(spread(summary(12))).toBe("12.0");
  expect(spread(undefined)).toBe("–");
});

test("a ratio is of medians, and nothing where either is missing", () => {
  expect(ratio(summary(3, 6, 9), summary(4, 4, 100))).toBe("1.50 ×");
  expect(ratio(summary(3), undefined)).toBe("–");
  expect(ratio(undefined, summary(3))).toBe("–");
  expect(ratio(summary(3), summary(0))).toBe("–");
});

test("fewer than five rounds are told, of the one that has fewest", () => {
  const five = summary(1, 2, 3, 4, 5);
  expect(tooFew([five, undefined])).toBe("");
  expect(tooFew([five, summary(1, 2, 3)])).toMatch(/Only 3 rounds/);
  expect(tooFew([five, summary(1)])).toMatch(/Only one round/);
  expect(tooFew([])).toBe("");
});
