import fc from "fast-check";
import { choices, didYouMean, distance, nearest, show } from "../../../components/settings/wording";

test("values are shown on one line, and cut", () => {
  expect(show('a "b"\n')).toBe('"a \\"b\\"\\n"');
  expect(show(undefined)).toBe("undefined");
  expect(show("x".repeat(200))).toBe(`"${"x".repeat(98)}…`);
});

test("private keys are not shown", () => {
  expect(show("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl")).toBe("a private key");
});

test("choices are listed with an or", () => {
  expect(["a", "a,b", "a,b,c"].map((words) => choices(words.split(",")))).toEqual([
    "a",
    "a or b",
    "a, b or c",
  ]);
});

test.each([
  ["regoin", "region"],
  ["sshAllowedCIDR", "sshAllowedCidrs"],
  ["Size", "size"],
  ["databaseUrl", undefined],
  ["", undefined],
])("near %s is %s", (word, near) => {
  expect(nearest(word, ["region", "size", "sshAllowedCidrs"])).toBe(near);
});

test("a suggestion stands in brackets", () => {
  expect(didYouMean("sise", ["size"])).toBe(' (did you mean "size"?)');
  expect(didYouMean("other", ["size"])).toBe("");
});

test("the distance of two words is a metric", () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (one, two, three) => {
      expect(distance(one, two)).toBe(distance(two, one));
      expect(distance(one, two) === 0).toBe(one === two);
      expect(distance(one, three)).toBeLessThanOrEqual(distance(one, two) + distance(two, three));
    }),
  );
});
