import { PREFERRED_LOAD } from "../../../components/health/capacity/cpu-rules";
import { HEALTHY_CACHE } from "../../../components/health/capacity/memory-rules";
import { count, percent } from "../../../components/health/capacity/wording";
import type { Moment } from "../history";
import type { SiteSnapshot, Snapshot } from "../snapshot";
import { cpuChart, loadChart, workersChart } from "./charts";
import { section } from "./markup";
import { memoryChart } from "./memory";
import { trendChart } from "./trend";

/** What is plotted of the moment: the machine, and each site's workers. */
export function plots({ readings, size, sites }: Snapshot): string[] {
  const { memory, load, cpu, seconds } = readings;
  const cores = readings.cores ?? size?.vcpus;
  const unreadable = '<p class="soft">could not be read</p>';
  return [
    section("Memory by kind", memory ? memoryChart(memory) : unreadable),
    section("Load", load && cores ? loadChart(load, cores) : unreadable),
    section(
      `CPU by kind${cpu ? `, over ${seconds.toFixed(1)} s` : ""}`,
      cpu ? cpuChart(cpu) : unreadable,
    ),
    ...sites.map((site) =>
      section(sites.length > 1 ? `Workers of ${site.project}` : "Workers", workers(site)),
    ),
  ];
}

function workers({ master, workers: all }: SiteSnapshot): string {
  if (!master && all.length === 0) return '<p class="soft">none runs</p>';
  return `${workersChart(master, all)}${WORKERS_KEY}`;
}

const WORKERS_KEY =
  '<p class="key"><span><i class="free"></i>RES: in RAM</span><span><i class="cache"></i>SHR: of it perhaps shared</span><span><i class="used"></i>PSS: its own part</span></p>';

/** What is plotted of a watched host over time; nothing of a single moment. */
export function trends({ readings, size }: Snapshot, history: readonly Moment[]): string[] {
  if (history.length < 2) return [];
  const times = history.map(({ at }) => at);
  const cores = readings.cores ?? size?.vcpus ?? 1;
  const { least, most } = HEALTHY_CACHE;
  const loads = history.map(({ load }) => load);
  return [
    section(
      "Memory and CPU over time",
      trendChart({
        summary: "shares of RAM and of CPU time over time",
        times,
        top: 1,
        series: [
          { kind: "used", name: "used RAM", values: history.map(({ used }) => used) },
          { kind: "cache", name: "cache", values: history.map(({ cache }) => cache) },
          { kind: "near", name: "busy CPU", values: history.map(({ busy }) => busy) },
        ],
        marks: [
          { at: least, text: `cache ${percent(least)}` },
          { at: most, text: `to ${percent(most)}` },
        ],
      }),
    ),
    section(
      "Load over time",
      trendChart({
        summary: "1-minute load over time",
        times,
        top: Math.max(cores * 1.3, ...loads.map((load) => (load ?? 0) * 1.05)),
        series: [{ kind: "used", name: "1-minute load", values: loads }],
        marks: [
          { at: PREFERRED_LOAD * cores, text: `${PREFERRED_LOAD} × cores` },
          { at: cores, text: count(cores, "core") },
        ],
      }),
    ),
  ];
}
