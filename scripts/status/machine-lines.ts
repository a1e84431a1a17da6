import { CPU_KINDS } from "../../components/health/capacity/cpu";
import { PREFERRED_LOAD } from "../../components/health/capacity/cpu-rules";
import { HEALTHY_CACHE } from "../../components/health/capacity/memory-rules";
import type { Paging } from "../../components/health/capacity/memory";
import { count, mebibytes, percent } from "../../components/health/capacity/wording";
import type { Moment } from "./history";
import { COLUMNS, label } from "./layout";
import type { Snapshot } from "./snapshot";
import { sparkline } from "./sparkline";

/** Width of the memory's bar and of a sparkline. */
const BAR = 44;
const SPARK = 20;

/** Memory, CPU and load of the machine. */
export function machineLines(snapshot: Snapshot, history: readonly Moment[]): string[] {
  return [
    ...memoryLines(snapshot, history),
    ...cpuLines(snapshot, history),
    ...loadLines(snapshot, history),
  ];
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
