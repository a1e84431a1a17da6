import { describeSeconds, parseTtl } from "../../../scripts/staging/ttl";

it.each([
  ["10m", 600],
  ["30m", 1_800],
  ["8h", 28_800],
  ["2d", 172_800],
  ["30d", 2_592_000],
])("%s is %d seconds", (text, seconds) => {
  expect(parseTtl(text)).toBe(seconds);
});

it.each(["", "8", "h", "8 h", "1.5h", "-1h", "8H", "5s", "8h ", "1e3m", "∞"])(
  "fails on %j, and says what is allowed",
  (text) => {
    expect(() => parseTtl(text)).toThrow(
      `--ttl ${JSON.stringify(text)} cannot be read: give minutes, hours or days, such as 30m, 8h or 2d; 10m at least and 30d at most`,
    );
  },
);

it.each(["9m", "0h", "31d", "721h", "999999d"])("fails on %s, which is out of bounds", (text) => {
  expect(() => parseTtl(text)).toThrow(/is out of bounds.*10m at least and 30d at most/);
});

it.each([
  [0, "0 s"],
  [59.9, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [3_600, "1 h"],
  [28_740, "7 h 59 min"],
  [86_400, "1 d"],
  [97_200, "1 d 3 h"],
])("%d seconds are %s", (seconds, text) => {
  expect(describeSeconds(seconds)).toBe(text);
});
