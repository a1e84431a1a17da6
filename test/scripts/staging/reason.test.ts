import type { EngineEvent } from "@pulumi/pulumi/automation";
import { Progress } from "../../../scripts/staging/progress";
import { reasonOf } from "../../../scripts/staging/reason";

const COMMAND = `code: -2
 stdout:
 stderr: Command failed with exit code 255: pulumi destroy --yes
error: update failed
error: 500 Server Error
Updating (pr-1):`;

it.each([
  [
    "an error of the engine, before the command's",
    COMMAND,
    ["<{%fg 1%}>droplet is gone<{%reset%}>\nmore"],
    "droplet is gone",
  ],
  [
    "what it announces",
    COMMAND,
    ["1 error occurred:\n\t* 429 Too many requests\n"],
    "1 error occurred: 429 Too many requests",
  ],
  ["what the command printed", COMMAND, [], "500 Server Error"],
  ["the summary where there is no reason", "error: update failed", [], "update failed"],
  ["plain words", "the API does not answer", [], "the API does not answer"],
  ["without a terminal's colours", "\u001b[31merror: red\u001b[0m", [], "error: red"],
  ["an error without words", "", ["\n"], ""],
])("is one line: %s", (_, message, diagnostics, reason) => {
  expect(reasonOf(new Error(message), diagnostics)).toBe(reason);
});

it("is bounded", () => {
  expect(reasonOf(new Error("x".repeat(10_000)))).toHaveLength(300);
});

it("the engine's events tell the phase, how much is done, and the errors", () => {
  const phases: [string, number][] = [];
  const progress = new Progress((phase, done) => phases.push([phase, done]));
  const events = [
    { resourcePreEvent: { metadata: { op: "create", urn: "u::a-tag" } } },
    { resOutputsEvent: { metadata: { op: "create", urn: "u::a-tag" } } },
    { resourcePreEvent: { metadata: { op: "create", urn: "u::a-droplet" } } },
    { resourcePreEvent: { metadata: { op: "same", urn: "u::a-release" } } },
    { resourcePreEvent: { metadata: { op: "refresh", urn: "u::a-tag" } } },
    { resourcePreEvent: { metadata: { op: "delete", urn: "u::a-release" } } },
    { resourcePreEvent: { metadata: { op: "delete", urn: "u::a-droplet" } } },
    { diagnosticEvent: { severity: "warning", message: "w" } },
    { diagnosticEvent: { severity: "error", message: "e" } },
  ] as unknown as EngineEvent[];
  events.forEach(progress.take);
  expect(phases).toEqual([
    ["droplet", 1],
    ["refresh", 1],
    ["droplet", 1],
  ]);
  expect(progress.errors).toEqual(["e"]);
});
