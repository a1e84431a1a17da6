import type { HostReport, Report, SiteReport } from "../../components/health/report";
import type { Serving } from "../../components/serve/serving";
import { procTexts, type HostTexts } from "./proc";

const ACTIVE = {
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  unitFileState: "enabled",
  result: "success",
};

/** What makes a service's status beside what is in the report. */
interface StatusFields {
  since: string;
  mainPid: number;
  restarts: number;
  workers: number;
  httpStatus: number;
  record: string;
}

type PrintedSite = SiteReport & StatusFields;

/** What is printed of a host with one site, in one list; `proc` has the site's processes too. */
export type Printed = Omit<PrintedSite, "processes"> &
  Omit<HostReport, "proc"> & { proc: HostTexts };

/** What scripts/host/status.sh prints of a host that is well and has one site, with `changes`. */
export function report(changes: Partial<Printed> = {}, project = "shop"): string {
  return JSON.stringify(printed(changes, project));
}

/** The same of a host with several sites, each with its changes; the host is that of the first. */
export function reportOf(sites: Readonly<Record<string, Partial<Printed>>>): string {
  const each = Object.entries(sites).map(([project, changes]) => printed(changes, project));
  const [first] = each;
  return JSON.stringify({
    sites: Object.assign({}, ...each.map((one) => one.sites)) as Report["sites"],
    host: first?.host,
  });
}

function printed(changes: Partial<Printed>, project: string): Report {
  const { proc = procTexts("healthy"), ...rest } = changes;
  const { masters, workers, ...machine } = proc;
  const host: HostReport = {
    ...{ failedUnits: [], rebootRequired: false, rebootPackages: [] },
    disks: [
      { path: "/", sizeMiB: 24_576, usedMiB: 3_411, freePercent: 86.1, freeFilesPercent: 95.7 },
    ],
    proc: { ...machine, stat: [...machine.stat], vmstat: [...machine.vmstat] },
  };
  const site: PrintedSite = {
    ...ACTIVE,
    since: "2026-11-20T06:32:02Z",
    mainPid: 812,
    restarts: 0,
    workers: 4,
    httpStatus: 200,
    asked: true,
    record: "5e".repeat(32),
    socket: { ...ACTIVE, listen: ["127.0.0.1:8000", "[::1]:8000"] },
    supervisor: null,
    web: { ...ACTIVE, unit: "nginx.service" },
    log: { source: "", lines: [] },
    processes: { master: masters[0] ?? null, workers: [...workers] },
  };
  const ofHost = (key: string): boolean => key in host;
  const pick = (keep: (key: string) => boolean): object =>
    Object.fromEntries(Object.entries(rest).filter(([key]) => keep(key)));
  return {
    sites: { [project]: { ...site, ...pick((key) => !ofHost(key)) } },
    host: { ...host, ...pick(ofHost) },
  };
}

/** A unit in another state than running. */
export function unit(changes: Partial<typeof ACTIVE>): typeof ACTIVE {
  return { ...ACTIVE, ...changes };
}

/** How a site of the book's first choice is run. */
export const SERVING: Serving = {
  way: "systemd",
  unit: "shop",
  webServer: "nginx",
  workers: 4,
  log: "/var/log/shop/gunicorn.log",
};

/** A site under supervisor, and what is printed of it beside its state. */
export const UNDER_SUPERVISOR: Serving = { ...SERVING, way: "supervisor" };
export const OF_SUPERVISOR: Partial<Printed> = { socket: null, supervisor: unit({}) };

/** A site of mod_wsgi, likewise. */
export const IN_APACHE: Serving = {
  ...SERVING,
  way: "apache",
  unit: "apache2",
  webServer: "apache",
  log: "/var/log/apache2/shop-error.log",
};
export const OF_APACHE: Partial<Printed> = {
  socket: null,
  web: { ...unit({}), unit: "apache2.service" },
};
