import { table } from "../../../scripts/preview/markdown";
import { pulumi } from "../peers/pulumi";
import { pulumiServers } from "../peers/pulumi-servers";
import { FIGURES } from "../tools/figures";
import type { Sample, ToolResults } from "../types";
import { NOTHING, ratio, spread, tooFew } from "./format";
import { leastOf, summarize, type Summary } from "./statistics";

/** The project itself, as the peers' names have it: a stack for each host, or one program for all. */
export const OURS = pulumi.name;
export const OURS_AT_ONCE = pulumiServers.name;

/** Whose names start so set the floor: of those the one that is fastest at a figure. */
const FLOOR = /^bare shell\b/i;

interface Row {
  name: string;
  seconds: Summary | undefined;
  peakKib: Summary | undefined;
}

/** A table for each figure, and one of the memory. */
export function toolSections(results: ToolResults): string[] {
  const figures = Object.entries(results)
    .sort(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([figure, { results: byPeer }]) => ({ figure, rows: Object.entries(byPeer).map(rowOf) }));
  return [...figures.flatMap(figureSection), ...memorySection(figures)];
}

/** In the order in which they are taken, and not in that of a run that was taken up again. */
function placeOf(figure: string): number {
  const place = FIGURES.findIndex((known) => known === figure);
  return place === -1 ? FIGURES.length : place;
}

function rowOf([name, samples]: [string, readonly Sample[]]): Row {
  return {
    name,
    seconds: summarize(samples.map((sample) => sample.seconds)),
    peakKib: summarize(samples.map((sample) => sample.peakKib)),
  };
}

function figureSection({ figure, rows }: { figure: string; rows: readonly Row[] }): string[] {
  const floor = leastOf(rows.filter(({ name }) => FLOOR.test(name)).map(({ seconds }) => seconds));
  const ours = rows.find(({ name }) => name === OURS)?.seconds;
  const bases = [
    { heading: "to the floor", base: floor },
    { heading: "to this project", base: ours },
  ].filter(({ base }) => base !== undefined);
  const cells = rows.map(({ name, seconds }) => [
    [OURS, OURS_AT_ONCE].includes(name) ? `**${name}**` : name,
    spread(seconds),
    ...bases.map(({ base }) => ratio(seconds, base)),
  ]);
  return [
    `### ${sentenceCase(figure)}`,
    table(["", "seconds", ...bases.map(({ heading }) => heading)], cells),
    tooFew(rows.map(({ seconds }) => seconds)),
  ];
}

/** What each tool needed at each figure: a row a tool, a column a figure. */
function memorySection(figures: readonly { figure: string; rows: readonly Row[] }[]): string[] {
  const names = [...new Set(figures.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const peak = (rows: readonly Row[], name: string): string => {
    const found = rows.find((row) => row.name === name)?.peakKib;
    if (!found) return NOTHING;
    const [median, least, most] = [found.median, found.least, found.most].map((kib) =>
      String(Math.round(kib / 1024)),
    );
    return least === most ? String(median) : `${median} [${least}–${most}]`;
  };
  if (names.length === 0) return [];
  return [
    "### Memory of the tool",
    "The most that the command and all its children were seen to have on this side at one time, in MiB, looked at up to ten times a second: what is over sooner is not in it. What processes share is counted once (PSS).",
    table(
      ["", ...figures.map(({ figure }) => figure)],
      names.map((name) => [name, ...figures.map(({ rows }) => peak(rows, name))]),
    ),
  ];
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
