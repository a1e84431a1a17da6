import type { Level, Verdict } from "../../components/health/capacity/finding";
import { count } from "../../components/health/capacity/wording";
import type { Moment } from "./history";
import { explained, label } from "./layout";
import { machineLines } from "./machine-lines";
import { serviceLines, workerLines } from "./site-lines";
import type { Snapshot } from "./snapshot";
import { plain, printable, type Paint } from "./terminal";

/** What a verdict says in words, and how it is shown. */
export const VERDICT_WORDS: Record<Verdict, { words: string; level: Level }> = {
  unknown: { words: "unknown: it could not be read", level: "warn" },
  lowOnMemory: { words: "low on memory", level: "bad" },
  tooEarly: { words: "too early to tell", level: "note" },
  shortOfMemory: { words: "short of RAM", level: "warn" },
  waitingForDisk: { words: "waiting for its disk", level: "warn" },
  stolenFrom: { words: "robbed of CPU time", level: "warn" },
  overloaded: { words: "overloaded", level: "warn" },
  tight: { words: "healthy, RAM getting short", level: "note" },
  busy: { words: "healthy, busy", level: "note" },
  oversized: { words: "larger than it needs to be", level: "note" },
  healthy: { words: "healthy", level: "good" },
};

/**
 * A snapshot as lines of a terminal, what matters most first: a screen of 24 lines of 80 characters
 * holds all but long explanations.
 *
 * @param history shown as sparklines, if it has more than one moment
 */
export function renderScreen(
  snapshot: Snapshot,
  history: readonly Moment[] = [],
  paint: Paint = plain,
): string[] {
  const { sites } = snapshot;
  return [
    ...heading(snapshot),
    ...serviceLines(sites, paint),
    verdictLine(snapshot, paint),
    ...troubleLines(snapshot, paint),
    "",
    ...workerLines(sites),
    ...machineLines(snapshot, history),
    "",
    ...findingLines(snapshot, paint),
    ...logLines(snapshot),
  ];
}

function heading({ stack, host, at, size, readings }: Snapshot): string[] {
  const { uptimeSeconds } = readings;
  const up = uptimeSeconds === undefined ? "" : ` · up ${duration(uptimeSeconds)}`;
  const what = size ? ` · ${size.slug}` : "";
  return [`${stack} · ${host}${what}${up} · ${time(at)} UTC`];
}

function troubleLines({ troubles }: Snapshot, paint: Paint): string[] {
  return troubles.flatMap(({ level, what, todo, site }) =>
    explained(`${paint(level.padEnd(4), level)} `, 5, withSite(site, what), todo),
  );
}

/** What is told of one site of several, with its name, if it does not begin with that. */
export function withSite(site: string | undefined, what: string): string {
  return site === undefined || what.startsWith(`${site} `) ? what : `${site}: ${what}`;
}

function verdictLine({ capacity }: Snapshot, paint: Paint): string {
  const { words, level } = VERDICT_WORDS[capacity.verdict];
  const workers = capacity.suggestedWorkers;
  const rule = workers === 0 ? "" : ` · ${count(workers, "worker")} by the rule`;
  return label("capacity", `${paint(words, level)}${rule}`);
}

function findingLines({ capacity }: Snapshot, paint: Paint): string[] {
  return capacity.findings.flatMap(({ level, section, reading, sentence, advice }) => {
    const head = `${paint(level.padEnd(4), level)} ${section} `;
    return explained(head, 9, `${reading}: ${sentence}`, advice);
  });
}

function logLines(snapshot: Snapshot): string[] {
  return logsOf(snapshot).flatMap(({ source, lines }) => {
    const shown = lines.length === 0 ? ["(nothing)"] : lines.map(printable);
    return ["", `the end of ${source}:`, ...shown.map((line) => `  ${line}`)];
  });
}

/** The logs that tell why a site is not well, each once. */
export function logsOf({ sites }: Snapshot): { source: string; lines: readonly string[] }[] {
  const logs = sites.map(({ report }) => report.log).filter(({ source }) => source !== "");
  return [...new Map(logs.map((log) => [log.source, log])).values()];
}

function time(at: Date): string {
  return at.toISOString().slice(11, 19);
}

function duration(seconds: number): string {
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60];
  if (days >= 1) return `${Math.floor(days)} d ${Math.floor(hours)} h`;
  if (hours >= 1) return `${Math.floor(hours)} h ${Math.floor(minutes)} min`;
  return `${Math.floor(minutes)} min`;
}
