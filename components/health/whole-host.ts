import type { Serving } from "../serve/serving";
import type { ProcTexts } from "./capacity/readings";
import type { Report } from "./report";

/** What the kernel says of the machine, with the processes of all its sites. */
export function procTexts({ host, sites }: Report): ProcTexts {
  const processes = Object.values(sites).map((site) => site.processes);
  return {
    ...host.proc,
    masters: processes.flatMap(({ master }) => master ?? []),
    workers: processes.flatMap(({ workers }) => workers),
  };
}

/**
 * How many workers all sites together should have. A site none of whose workers runs is left out:
 * that it is stopped is told in other words than that workers are missing.
 *
 * @returns 0 where that is not known of one of them
 */
export function wantedWorkers(
  report: Report,
  sites: readonly { project: string; serving: Serving }[],
): number {
  const wanted = sites
    .filter(({ project }) => (report.sites[project]?.processes.workers.length ?? 0) > 0)
    .map(({ serving }) => serving.workers);
  return wanted.includes(0) ? 0 : wanted.reduce((sum, each) => sum + each, 0);
}
