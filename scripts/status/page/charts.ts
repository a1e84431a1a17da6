import { CPU_KINDS, type CpuKind, type CpuShares } from "../../../components/health/capacity/cpu";
import { PREFERRED_LOAD } from "../../../components/health/capacity/cpu-rules";
import type { Load } from "../../../components/health/capacity/load";
import type { ProcessMemory } from "../../../components/health/capacity/processes";
import { count } from "../../../components/health/capacity/wording";
import { barChart, type Row } from "./bars";

/** Load averages against the cores and the preferred share of them. */
export function loadChart({ one, five, fifteen }: Load, cores: number): string {
  const averages = [
    { name: "1 minute", value: one },
    { name: "5 minutes", value: five },
    { name: "15 minutes", value: fifteen },
  ];
  const kind = (load: number): string => {
    if (load >= cores) return "over";
    return load >= PREFERRED_LOAD * cores ? "near" : "used";
  };
  return barChart({
    summary: `load ${one}, ${five}, ${fifteen} on ${count(cores, "core")}`,
    top: Math.max(cores * 1.3, one * 1.05, five * 1.05, fifteen * 1.05),
    rows: averages.map(({ name, value }): Row => {
      return { name, text: value.toFixed(2), bars: [{ kind: kind(value), value }] };
    }),
    marks: [
      { at: PREFERRED_LOAD * cores, text: `${PREFERRED_LOAD} × cores` },
      { at: cores, text: count(cores, "core") },
    ],
  });
}

const CPU_NAMES: Record<CpuKind, string> = {
  us: "user",
  sy: "system",
  ni: "nice",
  id: "idle",
  wa: "waiting",
  hi: "hard irq",
  si: "soft irq",
  st: "steal",
};

/** Idle and waiting are time in which nothing ran, steal is time that others had. */
const CPU_COLOURS: Partial<Record<CpuKind, string>> = { id: "free", wa: "near", st: "over" };

/** Where the CPUs' time went. */
export function cpuChart(cpu: CpuShares): string {
  return barChart({
    summary: CPU_KINDS.map((kind) => `${kind} ${(cpu[kind] * 100).toFixed(1)} %`).join(", "),
    top: 1,
    rows: CPU_KINDS.map((kind): Row => {
      return {
        name: `${CPU_NAMES[kind]} ${kind}`,
        text: `${(cpu[kind] * 100).toFixed(1)} %`,
        bars: [{ kind: CPU_COLOURS[kind] ?? "used", value: cpu[kind] }],
      };
    }),
  });
}

/** How many processes a chart holds. */
const MOST = 12;

/** What the processes take: all of it, what of it they may share, and their true part. */
export function workersChart(
  master: ProcessMemory | undefined,
  workers: readonly ProcessMemory[],
): string {
  const processes = [
    ...(master ? [{ name: "master", ...master }] : []),
    ...workers.map((worker) => ({ name: String(worker.pid), ...worker })),
  ];
  const shown = processes.slice(0, MOST);
  return barChart({
    summary: `memory of ${count(workers.length, "worker")}`,
    top: Math.max(1, ...shown.map(({ res = 0 }) => res)),
    rows: shown.map(({ name, res = 0, shr = 0, pss }): Row => {
      return {
        name,
        text: `${(pss ?? res).toFixed(0)} MiB`,
        bars: [
          { kind: "free", value: res },
          { kind: "cache", value: shr },
          { kind: "used", value: pss ?? 0 },
        ],
      };
    }),
  });
}
