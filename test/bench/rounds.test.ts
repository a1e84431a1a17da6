import { turns } from "./rounds";

const names = (taken?: (name: string) => number) =>
  turns(["a", "b", "c"], 3, taken)
    .map(({ round, competitor }) => `${competitor}${round}`)
    .join(" ");

test("all take a turn before anybody takes the second", () => {
  expect(names()).toBe("a1 b1 c1 a2 b2 c2 a3 b3 c3");
});

test("who has samples already sits the first rounds out", () => {
  const taken: Record<string, number> = { a: 3, b: 1 };
  expect(names((name) => taken[name] ?? 0)).toBe("c1 b2 c2 b3 c3");
});

test("who has more than are asked for has no turn", () => {
  expect(names(() => Infinity)).toBe("");
});
