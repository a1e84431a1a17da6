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

/** What each figure is to be. The seconds are of a machine on which an empty Pulumi program takes 1.3. */
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
    "The seconds are of a machine on which an empty Pulumi program takes 1.3 s.",
    table(["", "at most", "measured", "reached"], rows),
  ];
}

function row({ figure, atMost, of }: Aim, name: string, results: ToolResults): string[][] {
  const median = (peer: string) =>
    summarize((results[figure]?.results[peer] ?? []).map(({ seconds }) => seconds))?.median;
  const ours = median(name);
  const base = of === undefined ? 1 : median(of);
  if (ours === undefined || base === undefined) return [];
  const unit = of === undefined ? "s" : "×";
  const aim = `${atMost.toFixed(1)} ${unit}${of === undefined ? "" : ` ${of}`}`;
  const what = name === OURS ? figure : `${figure}, one program for all`;
  const measured = ours / base;
  return [[what, aim, `${number(measured)} ${unit}`, measured <= atMost ? "yes" : "no"]];
}
