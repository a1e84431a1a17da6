import { judge, type Capacity } from "../../components/health/capacity/capacity";
import { parseProcess, type ProcessMemory } from "../../components/health/capacity/processes";
import { parseReadings, type Readings } from "../../components/health/capacity/readings";
import {
  parseReport,
  type HostReport,
  type Report,
  type SiteReport,
} from "../../components/health/report";
import { parseReading, type ServiceStatus } from "../../components/health/service-status";
import { findTroubles, type SeenSite } from "../../components/health/trouble/find";
import type { Trouble } from "../../components/health/trouble/trouble";
import { procTexts, wantedWorkers } from "../../components/health/whole-host";
import type { Size } from "../../components/host/sizes";
import type { Serving } from "../../components/serve/serving";

/** All that is shown of one site. */
export interface SiteSnapshot {
  project: string;
  url: string;
  serving: Serving;
  service: ServiceStatus;
  report: SiteReport;
  /** Undefined without one, and under Apache, whose main process serves all sites. */
  master: ProcessMemory | undefined;
  workers: readonly ProcessMemory[];
}

/** All that is shown of one reading. */
export interface Snapshot {
  stack: string;
  host: string;
  /** When it was read. */
  at: Date;
  size: Size | undefined;
  /** One or more. */
  sites: readonly SiteSnapshot[];
  machine: HostReport;
  /** Of the machine, with the processes of all sites. */
  readings: Readings;
  capacity: Capacity;
  troubles: Trouble[];
  /** Nothing is bad: the exit code. */
  well: boolean;
}

export interface SnapshotOptions {
  stack: string;
  host: string;
  at: Date;
  sites: readonly ExpectedSite[];
  size: Size | undefined;
  /** Whether to judge the capacity in the first hour after the boot too. */
  early: boolean;
}

/** A site as the stack has it. */
export interface ExpectedSite {
  project: string;
  url: string;
  serving: Serving;
  /** The digest that the host's record must have. */
  recordDigest: string;
}

/**
 * What the status script printed, judged.
 *
 * @throws if it is not what the script prints
 */
export function takeSnapshot(printed: string, options: SnapshotOptions): Snapshot {
  const { stack, host, at, size, early, sites } = options;
  const report = parseReport(printed);
  if (!report) throw new Error("what the host printed is no status");
  const seen = sites.map((site) => see(site, printed, report));
  const readings = parseReadings(procTexts(report));
  const capacity = judge(readings, {
    ...{ size, early, sites: sites.length },
    wantedWorkers: wantedWorkers(report, sites),
  });
  const troubles = findTroubles(seen, report.host);
  const well = ![...troubles, ...capacity.findings].some(({ level }) => level === "bad");
  return {
    ...{ stack, host, at, size },
    sites: seen.map(({ url, ...site }) => siteSnapshot(url, site)),
    machine: report.host,
    ...{ readings, capacity, troubles, well },
  };
}

function see(site: ExpectedSite, printed: string, report: Report): SeenSite & { url: string } {
  const { project, url, serving, recordDigest } = site;
  const reading = parseReading(project, serving.unit, printed);
  const found = report.sites[project];
  if (!found) throw new Error(`what the host printed does not tell of ${project}`);
  return { project, url, serving, reading, report: found, expectedRecord: recordDigest };
}

function siteSnapshot(url: string, { project, serving, reading, report }: SeenSite): SiteSnapshot {
  const { master, workers } = report.processes;
  return {
    ...{ project, url, serving, service: reading.status, report },
    master: master ? parseProcess(master) : undefined,
    workers: workers.map(parseProcess),
  };
}

/**
 * What `--json` prints: the machine once and its sites in a list. Where there is one site, what is
 * told of its service stands at the top as well.
 */
export function asJson(snapshot: Snapshot): string {
  const { machine, at, size, sites, ...rest } = snapshot;
  // The kernel's texts are in `readings`, as numbers.
  const { proc, disks, failedUnits, rebootRequired } = machine;
  const [only, ...others] = sites;
  const { service, report } = others.length === 0 && only ? only : {};
  const top = report && { service, socket: report.socket, web: report.web, log: report.log };
  return JSON.stringify(
    {
      ...{ at: at.toISOString(), size: size?.slug },
      ...rest,
      ...top,
      ...{ container: proc.container, disks, failedUnits, rebootRequired },
      sites: sites.map(siteAsJson),
    },
    undefined,
    2,
  );
}

function siteAsJson({ report, ...site }: SiteSnapshot): object {
  const { socket, supervisor, web, log } = report;
  return { ...site, socket, supervisor, web, log };
}
