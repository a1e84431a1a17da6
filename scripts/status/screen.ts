import { CPU_KINDS } from "../../components/health/capacity/cpu";
import { PREFERRED_LOAD } from "../../components/health/capacity/cpu-rules";
import type { Level, Verdict } from "../../components/health/capacity/finding";
import { HEALTHY_CACHE } from "../../components/health/capacity/memory-rules";
import type { Paging } from "../../components/health/capacity/memory";
import type { ProcessMemory } from "../../components/health/capacity/processes";
import { count, mebibytes, percent } from "../../components/health/capacity/wording";
import type { Moment } from "./history";
import type { Snapshot } from "./snapshot";
import { sparkline } from "./sparkline";
import { plain, printable, wrap, type Paint } from "./terminal";

export const COLUMNS = 80;

/** How many workers are listed one by one. */
const LISTED = 6;

/** Width of the memory's bar and of a sparkline. */
const BAR = 44;
const SPARK = 20;

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
  return [
    ...heading(snapshot),
    ...serviceLines(snapshot, paint),
    verdictLine(snapshot, paint),
    ...troubleLines(snapshot, paint),
    "",
    ...workerLines(snapshot),
    ...memoryLines(snapshot, history),
    ...cpuLines(snapshot, history),
    ...loadLines(snapshot, history),
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

/** What GET / came to, in words. */
export function answerOf({ service, report }: Snapshot): string {
  if (!report.asked) return "not asked";
  return service.httpStatus === 0 ? "no answer" : String(service.httpStatus);
}

function serviceLines(snapshot: Snapshot, paint: Paint): string[] {
  const { service, report } = snapshot;
  const { unit, activeState, subState, since, enabled, httpStatus } = service;
  const state = `${activeState} (${subState})`;
  const well = activeState === "active";
  const from = since === "" ? "" : ` since ${since.replace("T", " ").replace(/:\d\dZ$/, "")}`;
  const { socket, web } = report;
  const answers = httpStatus >= 100 && httpStatus < 500 && httpStatus !== 400;
  return [
    label(
      "service",
      `${unit} ${paint(state, well ? "good" : "bad")}${from} · ${enabled ? "enabled" : "not enabled"}`,
    ),
    label(
      "",
      `socket ${socket.activeState}: ${socket.listen.join(" ")} · ${web.unit.replace(".service", "")} ${web.activeState} · GET / ${paint(answerOf(snapshot), answers ? "good" : "bad")}`,
    ),
  ];
}

function troubleLines({ troubles }: Snapshot, paint: Paint): string[] {
  return troubles.flatMap(({ level, what, todo }) =>
    explained(`${paint(level.padEnd(4), level)} `, 5, what, todo),
  );
}

/** A sentence and what to do about it, wrapped below a head of so many characters. */
function explained(head: string, width: number, sentence: string, todo: string): string[] {
  const indent = " ".repeat(width);
  const lines = wrap(printable(sentence), COLUMNS - width, "").map((line) => indent + line);
  const advice = todo === "" ? [] : wrap(`→ ${printable(todo)}`, COLUMNS - width, "  ");
  return [head + (lines[0] ?? "").trimStart(), ...lines.slice(1), ...advice.map((a) => indent + a)];
}

function workerLines({ readings, report, service }: Snapshot): string[] {
  const { workers, master } = readings;
  if (!master) return [label("workers", "none")];
  const wanted = report.wantedWorkers === 0 ? "" : ` of ${report.wantedWorkers}`;
  const listed = workers.slice(0, workers.length > LISTED ? LISTED - 1 : LISTED);
  const rest = workers.slice(listed.length);
  return [
    label("workers", `${service.workers}${wanted}`.padEnd(16) + "RES      SHR      PSS  MiB"),
    processLine("master", master),
    ...listed.map((worker) => processLine("worker", worker)),
    ...(rest.length === 0 ? [] : [label("", `and ${rest.length} more, of ${range(rest)} MiB`)]),
  ];
}

function processLine(name: string, { pid, res, shr, pss }: ProcessMemory): string {
  const cell = (value: number | undefined): string => (value?.toFixed(1) ?? "?").padStart(9);
  return label("", `${name} ${pid}`.padEnd(14) + [res, shr, pss].map(cell).join("").slice(4));
}

function range(workers: readonly ProcessMemory[]): string {
  const sizes = workers.flatMap(({ pss, res }) => pss ?? res ?? []);
  return `${Math.min(...sizes).toFixed(0)} to ${Math.max(...sizes).toFixed(0)}`;
}

function memoryLines({ readings }: Snapshot, history: readonly Moment[]): string[] {
  const { memory, paging } = readings;
  if (!memory) return [label("memory", "unknown")];
  const { total, used, cache, free, swapTotal, swapUsed } = memory;
  const cells = (share: number): number => Math.round((share / total) * BAR);
  const [usedCells, cacheCells] = [cells(used), cells(cache)];
  const bar =
    "█".repeat(usedCells) +
    "▒".repeat(cacheCells) +
    "·".repeat(Math.max(0, BAR - usedCells - cacheCells));
  const swap = swapTotal === 0 ? " · no swap" : "";
  return [
    label(
      "memory",
      `${mebibytes(total)}: used ${percent(used / total)} █, cache ${percent(cache / total)} ▒, free ${percent(free / total)}${swap}`,
    ),
    withTrend(label("", bar), history, ({ used: share }) => share, 1),
    label("cache", `${cacheScale(cache / total)}  ${percent(cache / total)}, healthy ${BAND}`),
    ...(swapTotal === 0 ? [] : [label("swap", swapText(swapUsed, swapTotal, paging))]),
  ];
}

function swapText(used: number, total: number, paging: Paging | undefined): string {
  const moved = paging
    ? `, ${paging.swappedIn.toFixed(0)} pages a second in, ${paging.swappedOut.toFixed(0)} out`
    : "";
  return `${mebibytes(used)} of ${mebibytes(total)}${moved}`;
}

const { least, most } = HEALTHY_CACHE;
const BAND = `${least * 100}–${most * 100} %`;

/** The cache on a scale of the whole RAM, on which the healthy band is double. */
function cacheScale(share: number): string {
  const cell = (of: number): number => Math.min(BAR - 1, Math.round(of * BAR));
  return Array.from({ length: BAR }, (_, index) => {
    if (index === cell(share)) return "▲";
    return index >= cell(least) && index < cell(most) ? "═" : "─";
  }).join("");
}

function cpuLines({ readings }: Snapshot, history: readonly Moment[]): string[] {
  const { cpu, seconds } = readings;
  if (!cpu) return [label("cpu", "unknown: the host tells no CPU time")];
  const shares = CPU_KINDS.map((kind) => `${kind} ${(cpu[kind] * 100).toFixed(0)}`).join("  ");
  const over = history.length < 2 ? `  over ${seconds.toFixed(1)} s` : "";
  return [withTrend(label("cpu", `${shares} %${over}`), history, ({ busy }) => busy, 1)];
}

function loadLines({ readings, size }: Snapshot, history: readonly Moment[]): string[] {
  const { load } = readings;
  const cores = readings.cores ?? size?.vcpus;
  if (!load || !cores) return [label("load", "unknown")];
  const { one, five, fifteen } = load;
  const numbers = [one, five, fifteen].map((value) => value.toFixed(2)).join("  ");
  const preferred = Number((PREFERRED_LOAD * cores).toFixed(1));
  const line = label("load", `${numbers} · ${count(cores, "core")}, better below ${preferred}`);
  return [withTrend(line, history, ({ load: value }) => value, cores)];
}

/** A line with a sparkline at its end, as far as there is room and a history. */
function withTrend(
  line: string,
  history: readonly Moment[],
  value: (moment: Moment) => number | undefined,
  top: number,
): string {
  const room = Math.min(SPARK, COLUMNS - line.length - 2);
  if (history.length < 2 || room < 1) return line;
  return `${line}  ${sparkline(history.map(value), top, room)}`;
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

function logLines({ report }: Snapshot): string[] {
  const { source, lines } = report.log;
  if (source === "") return [];
  const shown = lines.length === 0 ? ["(nothing)"] : lines.map(printable);
  return ["", `the end of ${source}:`, ...shown.map((line) => `  ${line}`)];
}

function label(name: string, text: string): string {
  return `${name.padEnd(9)}${text}`;
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
