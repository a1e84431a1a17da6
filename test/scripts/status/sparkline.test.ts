import { sparkline } from "../../../scripts/status/sparkline";

test("values become blocks, the newest right", () => {
  expect(sparkline([0, 0.25, 0.5, 0.75, 1], 1, 10)).toBe("▁▃▅▆█");
});

test("only the last ones, what is over the top full, what is not known a gap", () => {
  expect(sparkline([1, 1, undefined, 9, -1], 2, 3)).toBe(" █▁");
  expect(sparkline([], 1, 3)).toBe("");
  expect(sparkline([1], 0, 3)).toBe("▁");
});
