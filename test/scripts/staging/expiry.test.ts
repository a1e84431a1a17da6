import { expiryOf, toExpiresAt } from "../../../scripts/staging/expiry";

const SOON = "2026-11-24T13:00:00Z";
const LATER = "2026-11-25T13:00:00Z";

it.each([
  ["config", { config: SOON }],
  ["stack tag", { stackTag: SOON }],
  ["output", { output: SOON }],
  ["droplet tag", { dropletTags: ["x", "expires-at:2026-11-24T13-00-00Z"] }],
])("the %s alone is enough", (_, sources) => {
  expect(expiryOf(sources)).toEqual({ at: new Date(SOON), unreadable: [] });
});

it("has none where none is written", () => {
  expect(expiryOf({})).toEqual({ unreadable: [] });
  // The output of a lasting stack.
  expect(expiryOf({ output: "", dropletTags: ["web"], config: " " })).toEqual({ unreadable: [] });
});

it("is the latest, wherever that is", () => {
  const droplet = { dropletTags: ["expires-at:2026-11-24T13-00-00Z"] };
  expect(expiryOf({ config: SOON, stackTag: LATER, output: SOON, ...droplet }).at).toEqual(
    new Date(LATER),
  );
  expect(expiryOf({ output: SOON, dropletTags: ["expires-at:2026-11-25T13-00-00Z"] }).at).toEqual(
    new Date(LATER),
  );
});

it("counts what has another time zone", () => {
  expect(expiryOf({ config: "2026-11-24T15:00:00+02:00" }).at).toEqual(new Date(SOON));
});

it("passes over what cannot be read, and tells it", () => {
  const sources = { stackTag: "soon", output: SOON, dropletTags: ["expires-at:never"] };
  expect(expiryOf(sources)).toEqual({
    at: new Date(SOON),
    unreadable: ['the stack tag "soon"', 'the droplet tag "expires-at:never"'],
  });
});

it.each([
  "soon",
  "0",
  "NaN",
  "Infinity",
  "2026-02-30T00:00:00Z",
  "2026-11-24T25:00:00Z",
  "2026-11-24T13:00:00",
  "1795525200",
  "'; rm -rf /",
  "x".repeat(10_000),
])("never makes a time of %.30j", (stackTag) => {
  const { at, unreadable } = expiryOf({ stackTag });
  expect(at).toBeUndefined();
  expect(unreadable).toHaveLength(1);
  expect(unreadable[0]?.length).toBeLessThan(100);
});

it("is written to the second", () => {
  expect(toExpiresAt(new Date("2026-11-24T13:00:00.789Z"))).toBe(SOON);
});
