import { table } from "../../../scripts/preview/markdown";
import { emptyProgram } from "../peers/empty-program";
import { shell, shellBeside } from "../peers/shell";
import type { ToolResults } from "../types";
import { figure as number } from "./format";
import { summarize } from "./statistics";
import { OURS, OURS_AT_ONCE } from "./tools";

interface Aim {
  figure: string;
  /** In seconds, or as so many times what `of` takes. */
  atMost: number;
  /** A peer's name. */
  of?: string;
}

/** What an empty Pulumi program takes on the machine that the aims' seconds are of. */
const EMPTY_SECONDS = 1.3;

/** What each figure is to be. */
const AIMS: readonly Aim[] = [
  { figure: "booted host to 200", atMost: 1.0, of: shellBeside.name },
  { figure: "no-op", atMost: 1.2, of: emptyProgram.name },
  { figure: "workers 4 to 5", atMost: 2.9 },
  { figure: "new code", atMost: 3.2 },
  { figure: "preview", atMost: 1.2, of: emptyProgram.name },
  { figure: "two hosts", atMost: 1.0, of: shell.name },
];

/** What has an aim beside what was measured; nothing where none of it was. */
export function aimsSection(results: ToolResults): string[] {
  const rows = AIMS.flatMap((aim) =>
    [OURS, OURS_AT_ONCE].flatMap((name) => row(aim, name, results)),
  );
  if (rows.length === 0) return [];
  return [
    "### Against the aims",
    `The seconds are of a machine on which an empty Pulumi program takes ${EMPTY_SECONDS} s; in brackets, what was measured at that one's pace.`,
    table(["", "at most", "measured", "reached"], rows),
  ];
}

function row({ figure, atMost, of }: Aim, name: string, results: ToolResults): string[][] {
  const median = (peer: string) => summarize(samplesOf(figure, peer, results))?.median;
  const ours = median(name);
  const base = of === undefined ? 1 : median(of);
  if (ours === undefined || base === undefined) return [];
  const unit = of === undefined ? "s" : "×";
  const aim = `${atMost.toFixed(1)} ${unit}${of === undefined ? "" : ` ${of}`}`;
  const what = name === OURS ? figure : `${figure}, one program for all`;
  const measured = ours / base;
  const empty = summarize(samplesOf("no-op", emptyProgram.name, results))?.median;
  const pace =
    of === undefined && empty !== undefined
      ? ` [${number((measured * EMPTY_SECONDS) / empty)}]`
      : "";
  return [[what, aim, `${number(measured)} ${unit}${pace}`, measured <= atMost ? "yes" : "no"]];
}

const samplesOf = (figure: string, peer: string, results: ToolResults): number[] =>
  (results[figure]?.results[peer] ?? []).map(({ seconds }) => seconds);
