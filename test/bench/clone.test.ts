import { phasesOf } from "./clone/phases";

const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => {
      const [, at = "", printed = ""] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
      return { at: Number(at), text: printed };
    });

const BUILT = `
  0 phase: git clone
  2 phase: start of the first command
  2 installing the npm packages …
  32 Debian trixie: fetching 27 packages and what they need
  33 Pulumi's downloads cannot be reached: the engine and its plugins are built from Go modules
  34 building the Pulumi CLI
  39 building the Pulumi CLI: 48 modules downloaded, 0 packages compiled, 5 s
  134 building the Node.js language host
  154 building the command plugin
  174 building the random plugin
  194 the engine is ready`;

test("each phase lasts until the next; progress within one begins none", () => {
  const printed = lines(`${BUILT}
  90 the local cloud is up at http://127.0.0.1:18101
  195 Updating (dev):
  230 phase: end`);
  expect(phasesOf(printed.sort((a, b) => a.at - b.at))).toEqual([
    { phase: "git clone", seconds: 2 },
    { phase: "npm packages", seconds: 30 },
    { phase: "what Pulumi there is", seconds: 2 },
    { phase: "Pulumi: the CLI", seconds: 100 },
    { phase: "Pulumi: the language host", seconds: 20 },
    { phase: "Pulumi: the plugins", seconds: 40 },
    { phase: "stack and pulumi up", seconds: 36 },
  ]);
});

test("a base image that takes longer than Pulumi is waited for", () => {
  const phases = phasesOf(
    lines(`${BUILT}
  200 the local cloud is up at http://127.0.0.1:18101
  230 phase: end`),
  );
  expect(phases.slice(-2)).toEqual([
    { phase: "waiting for the base image", seconds: 6 },
    { phase: "stack and pulumi up", seconds: 30 },
  ]);
  expect(phases.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(230);
});

test("one that did not come to its end has no phases", () => {
  expect(() => phasesOf(lines(BUILT))).toThrow("did not come to its end");
});
