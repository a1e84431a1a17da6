/** The eight kinds of CPU time, in top's order and by its names (6.6). */
export const CPU_KINDS = ["us", "sy", "ni", "id", "wa", "hi", "si", "st"] as const;

export type CpuKind = (typeof CPU_KINDS)[number];

/** The share of each kind in an interval, all CPUs together; they add up to 1. */
export type CpuShares = Record<CpuKind, number>;

/** The order of the columns in /proc/stat (proc_stat(5)), which is not top's. */
const COLUMNS: readonly CpuKind[] = ["us", "ni", "sy", "id", "wa", "hi", "si", "st"];

/**
 * What the CPUs did between two texts of /proc/stat. Guests' time is part of `us` and `ni` already.
 *
 * @returns undefined if a text is cut, or no time has passed between them
 */
export function cpuShares(texts: readonly string[]): CpuShares | undefined {
  const [before, after] = texts.map(ticksOf);
  if (!before || !after) return undefined;
  // The kernel's count of idle and waiting time can go backwards by a little.
  const passed = COLUMNS.map((_, index) => Math.max(0, (after[index] ?? 0) - (before[index] ?? 0)));
  const total = passed.reduce((sum, ticks) => sum + ticks, 0);
  if (total === 0) return undefined;
  const share = (kind: CpuKind): number => (passed[COLUMNS.indexOf(kind)] ?? 0) / total;
  return {
    ...{ us: share("us"), sy: share("sy"), ni: share("ni"), id: share("id") },
    ...{ wa: share("wa"), hi: share("hi"), si: share("si"), st: share("st") },
  };
}

/** How many cores /proc/stat tells of; undefined if it tells of none. */
export function countCores(text: string): number | undefined {
  return text.match(/^cpu\d+ .*\n/gm)?.length;
}

function ticksOf(text: string): number[] | undefined {
  const [, columns] = /^cpu +((?:\d+ ){7,}\d+)\n/m.exec(text) ?? [];
  return columns?.split(" ").map(Number);
}
