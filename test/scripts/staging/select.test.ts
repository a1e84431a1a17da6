import { throwawayStacks } from "../../../scripts/staging/commands/select";
import { expiryOf, type ExpirySources } from "../../../scripts/staging/expiry";
import type { Home } from "../../../scripts/staging/homes";
import type { Found } from "../../../scripts/staging/survey";
import { refuseLasting } from "../../../scripts/staging/up";

function found(name: string, sources: ExpirySources): Found {
  const facts = { resources: 1, pending: [], names: [] };
  return { name, local: true, home: {} as Home, facts, expiry: expiryOf(sources) };
}

const ends = found("pr-1", { stackTag: "2026-11-24T13:00:00Z" });
const lasting = found("production", { output: "" });
const garbled = found("pr-2", { stackTag: "soon" });
const survey = { found: [lasting, ends, garbled], unseen: [] };

it("are the named ones, in their order", () => {
  const other = found("pr-3", { output: "2026-11-24T13:00:00Z" });
  expect(throwawayStacks(["pr-3", "pr-1"], { found: [ends, other], unseen: [] })).toEqual([
    other,
    ends,
  ]);
});

it.each([
  [
    "production",
    'stack "production" is left alone (no expiry); npm run down -- --stack production',
  ],
  ["pr-2", 'stack "pr-2" is left alone (the stack tag "soon" is no time); npm run down'],
  ["pr-9", 'there is no stack "pr-9": npm run staging -- list shows'],
])("fails on %s", (name, message) => {
  expect(() => throwawayStacks(["pr-1", name], survey)).toThrow(message);
});

it("one whose expiry cannot be read may be given another", () => {
  expect(throwawayStacks(["pr-2"], survey, false)).toEqual([garbled]);
  expect(() => throwawayStacks(["production"], survey, false)).toThrow("(no expiry)");
});

it("fails where a backend that may have it could not be looked at", () => {
  const unseen = [{ name: "Pulumi's backend", reason: "429" }];
  expect(() => throwawayStacks(["pr-9"], { found: [], unseen })).toThrow(
    "Pulumi's backend could not be looked at: 429",
  );
});

it("fails where two backends have a stack of the name", () => {
  expect(() => throwawayStacks(["pr-1"], { found: [ends, ends], unseen: [] })).toThrow(
    'there are two stacks "pr-1", in two backends',
  );
});

it("a new one takes no lasting stack's name, be it Pulumi's or in this checkout", () => {
  expect(() => refuseLasting("production", lasting, undefined)).toThrow(
    'stack "production" has no expiry, so it is no throwaway stack',
  );
  // The config of `npm run up` is in the checkout.
  expect(() => refuseLasting("dev", undefined, undefined)).toThrow(
    "Pulumi.dev.yaml is the config of a stack without an expiry",
  );
  expect(() => refuseLasting("pr-1", ends, undefined)).not.toThrow();
  expect(() => refuseLasting("pr-9", undefined, undefined)).not.toThrow();
});
