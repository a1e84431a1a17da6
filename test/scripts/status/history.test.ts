import { remember, type Moment } from "../../../scripts/status/history";
import { snapshot } from "../../support/snapshot";

test("a moment keeps what is plotted", () => {
  const [moment] = remember([], snapshot());
  expect(moment).toEqual({
    at: new Date("2026-11-24T07:00:00Z"),
    used: expect.closeTo(0.54, 2),
    cache: expect.closeTo(0.38, 2),
    busy: expect.closeTo(0.13, 2),
    load: 0.22,
    workers: expect.closeTo(386, 0),
  });
});

test("the history is bounded, and the oldest goes first", () => {
  let history: Moment[] = [];
  for (let n = 0; n < 10; n += 1) {
    history = remember(history, { ...snapshot(), at: new Date(n) }, 4);
  }
  expect(history.map(({ at }) => at.getTime())).toEqual([6, 7, 8, 9]);
});
