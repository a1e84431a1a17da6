import type { ProcessMemory } from "../../components/health/capacity/processes";
import { label } from "./layout";
import type { SiteSnapshot } from "./snapshot";
import type { Paint } from "./terminal";

/** How many workers are listed one by one. */
const LISTED = 6;

/** What GET / came to, in words. */
export function answerOf({ service, report }: SiteSnapshot): string {
  if (!report.asked) return "not asked";
  return service.httpStatus === 0 ? "no answer" : String(service.httpStatus);
}

/** Who starts the service and what stands in front of it, each with its state. */
export function surroundings({ serving, report }: SiteSnapshot): string[] {
  const { socket, supervisor, web } = report;
  const own = web && serving.way !== "apache";
  return [
    ...(socket ? [`socket ${socket.activeState}: ${socket.listen.join(" ")}`] : []),
    ...(supervisor ? [`supervisor ${supervisor.activeState}`] : []),
    ...(serving.way === "apache" ? ["mod_wsgi"] : []),
    ...(own ? [`${web.unit.replace(".service", "")} ${web.activeState}`] : []),
  ];
}

/** Each site's service; with the site's name where there are several. */
export function serviceLines(sites: readonly SiteSnapshot[], paint: Paint): string[] {
  return sites.flatMap((site) => [
    ...(sites.length > 1 ? [label("site", `${site.project} · ${site.url}`)] : []),
    ...oneService(site, paint),
  ]);
}

function oneService(site: SiteSnapshot, paint: Paint): string[] {
  const { unit, activeState, subState, since, enabled, httpStatus } = site.service;
  const state = `${activeState} (${subState})`;
  const well = activeState === "active";
  const from = since === "" ? "" : ` since ${since.replace("T", " ").replace(/:\d\dZ$/, "")}`;
  const answers = httpStatus >= 100 && httpStatus < 500 && httpStatus !== 400;
  const answer = `GET / ${paint(answerOf(site), answers ? "good" : "bad")}`;
  return [
    label(
      "service",
      `${unit} ${paint(state, well ? "good" : "bad")}${from} · ${enabled ? "enabled" : "not enabled"}`,
    ),
    label("", [...surroundings(site), answer].join(" · ")),
  ];
}

/** One site's workers each, several sites' in a line a site. */
export function workerLines(sites: readonly SiteSnapshot[]): string[] {
  const [only, ...others] = sites;
  if (only && others.length === 0) return listed(only);
  const width = Math.max(...sites.map(({ project }) => project.length));
  return sites.map((site, index) =>
    label(index === 0 ? "workers" : "", `${site.project.padEnd(width)}  ${summary(site)}`),
  );
}

function listed({ workers, master, service, serving }: SiteSnapshot): string[] {
  if (!master && workers.length === 0) return [label("workers", "none")];
  const shown = workers.slice(0, workers.length > LISTED ? LISTED - 1 : LISTED);
  const rest = workers.slice(shown.length);
  return [
    label(
      "workers",
      `${service.workers}${wanted(serving.workers)}`.padEnd(16) + "RES      SHR      PSS  MiB",
    ),
    ...(master ? [processLine("master", master)] : []),
    ...shown.map((worker) => processLine("worker", worker)),
    ...(rest.length === 0 ? [] : [label("", `and ${rest.length} more, of ${range(rest)} MiB`)]),
  ];
}

function wanted(workers: number): string {
  return workers === 0 ? "" : ` of ${workers}`;
}

function processLine(name: string, { pid, res, shr, pss }: ProcessMemory): string {
  const cell = (value: number | undefined): string => (value?.toFixed(1) ?? "?").padStart(9);
  return label("", `${name} ${pid}`.padEnd(14) + [res, shr, pss].map(cell).join("").slice(4));
}

function summary({ workers, master, serving }: SiteSnapshot): string {
  if (!master && workers.length === 0) return "none";
  const all = workers.reduce((sum, worker) => sum + sizeOf(worker), 0);
  return [
    `${workers.length}${wanted(serving.workers)}`,
    ...(workers.length === 0 ? [] : [`${range(workers)} MiB each, ${all.toFixed(0)} in all`]),
    ...(master ? [`master ${sizeOf(master).toFixed(0)}`] : []),
  ].join(" · ");
}

function sizeOf({ pss, res }: ProcessMemory): number {
  return pss ?? res ?? 0;
}

function range(workers: readonly ProcessMemory[]): string {
  const sizes = workers.map(sizeOf);
  return `${Math.min(...sizes).toFixed(0)} to ${Math.max(...sizes).toFixed(0)}`;
}
