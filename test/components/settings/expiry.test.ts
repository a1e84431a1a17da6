import fc from "fast-check";
import { parseInstant } from "../../../components/settings/expiry";
import { messageOf } from "../app/project-folder";

describe("expiry", () => {
  test.each([
    ["2026-12-31T18:00:00Z", "2026-12-31T18:00:00Z"],
    ["2026-12-31T18:00:00.75Z", "2026-12-31T18:00:00Z"],
    ["2026-12-31T18:00+02:00", "2026-12-31T16:00:00Z"],
    ["2026-12-31", "2026-12-31T00:00:00Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["2001-01-01", "2001-01-01T00:00:00Z"],
    // What Pulumi makes of the same without quotes in YAML.
    ["2026-12-01 00:00:00 +0000 UTC", "2026-12-01T00:00:00Z"],
    ["2026-12-01 10:00:00 +0200 +0200", "2026-12-01T08:00:00Z"],
    ["2026-12-01 10:00:00.5 +0000 UTC", "2026-12-01T10:00:00Z"],
  ])("%s is %s", (text, instant) => expect(parseInstant(text)).toBe(instant));

  test.each([
    [
      "2026-12-31T18:00:00",
      `"2026-12-31T18:00:00" has no time zone; write 2026-12-31T18:00:00Z for UTC`,
    ],
    [
      "2026-02-30",
      `"2026-02-30" is not a time in ISO 8601; write one such as 2026-12-31T18:00:00Z`,
    ],
    [
      "2026-13-01T00:00Z",
      `"2026-13-01T00:00Z" is not a time in ISO 8601; write one such as 2026-12-31T18:00:00Z`,
    ],
    [
      "2026-12-31T25:00Z",
      `"2026-12-31T25:00Z" is not a time in ISO 8601; write one such as 2026-12-31T18:00:00Z`,
    ],
    ["tomorrow", `"tomorrow" is not a time in ISO 8601; write one such as 2026-12-31T18:00:00Z`],
    ["8h", `"8h" is not a time in ISO 8601; write one such as 2026-12-31T18:00:00Z`],
  ])("%s is refused", (text, message) => expect(messageOf(() => parseInstant(text))).toBe(message));

  test("every instant is read back as itself", () => {
    const instants = fc.date({
      min: new Date("1970-01-01"),
      max: new Date("2999-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) => {
        const text = instant.toISOString();
        expect(parseInstant(text)).toBe(text.replace(/\.\d+/, ""));
      }),
    );
  });
});
