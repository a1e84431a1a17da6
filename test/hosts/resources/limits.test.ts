import { hasCapability } from "../../../local/hosts/resources/limits";

test("a bounding set of capabilities is read bit by bit", () => {
  const status = "CapEff:\t0000000000000000\nCapBnd:\t000001fffeffffff\n";
  expect(hasCapability(status, 24n)).toBe(false);
  expect(hasCapability(status, 25n)).toBe(true);
  expect(hasCapability("", 0n)).toBe(false);
});
