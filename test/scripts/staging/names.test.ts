import { checkNames } from "../../../scripts/staging/names";

it("takes each name once", () => {
  expect(checkNames(["pr-1", "A_b.2", "pr-1"])).toEqual(["pr-1", "A_b.2"]);
});

it.each(["", "..", ".hidden", "-x", "--ttl", "a/b", "a b", "ä", "x".repeat(64)])(
  "fails on %j",
  (name) => {
    expect(() => checkNames(["pr-1", name])).toThrow(/is no name for a stack: give up to 63/);
  },
);

it("fails on the stack of npm run up", () => {
  expect(() => checkNames(["dev"])).toThrow('"dev" is the stack of npm run up');
});
