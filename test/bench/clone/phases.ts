import type { CloneResults } from "../types";

/** A line as it was printed, and when: in seconds from the start. */
export interface TimedLine {
  at: number;
  text: string;
}

/** What begins with which line; a phase lasts until the next one that there is. */
const PHASES: readonly (readonly [phase: string, begin: RegExp])[] = [
  ["git clone", /^phase: git clone$/],
  ["npm packages", /^installing the npm packages/],
  ["what Pulumi there is", /^phase: packages are there$/],
  ["Pulumi: the CLI", /^building the Pulumi CLI$/],
  ["Pulumi: the language host", /^building the Node\.js language host$/],
  ["Pulumi: the plugins", /^building the \S+ plugin$/],
  ["waiting for the base image", /^the engine is ready$/],
  ["stack and pulumi up", /^phase: all is there$/],
];

const END = /^phase: end$/;
const CLOUD = /^the local cloud is up/;

/**
 * The phases of the first command in a fresh clone, one after the other. The base image is made beside
 * Pulumi: only what is waited for it alone is a phase.
 */
export function phasesOf(printed: readonly TimedLine[]): CloneResults {
  const lines = withMarks(printed);
  const timeOf = (pattern: RegExp) => lines.find(({ text }) => pattern.test(text))?.at;
  const end = timeOf(END);
  if (end === undefined)
    throw new Error("the first command in a fresh clone did not come to its end");
  const begun = PHASES.flatMap(([phase, begin]) => {
    const at = timeOf(begin);
    return at === undefined ? [] : [{ phase, at }];
  });
  const results = begun.map(({ phase, at }, index) => ({
    phase,
    seconds: (begun[index + 1]?.at ?? end) - at,
  }));
  return results.filter(({ seconds }) => seconds >= 0.05);
}

/** Two moments have no line of their own: packages are there, and engine and cloud both are. */
function withMarks(printed: readonly TimedLine[]): TimedLine[] {
  const npm = printed.findIndex(({ text }) => /^installing the npm packages/.test(text));
  const ready = printed.filter(
    ({ text }) => /^the engine is ready$/.test(text) || CLOUD.test(text),
  );
  const afterNpm = npm < 0 ? undefined : printed[npm + 1]?.at;
  return [
    ...printed,
    ...(afterNpm === undefined ? [] : [{ at: afterNpm, text: "phase: packages are there" }]),
    ...(ready.length === 0
      ? []
      : [{ at: Math.max(...ready.map(({ at }) => at)), text: "phase: all is there" }]),
  ];
}
