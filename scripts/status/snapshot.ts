import { judge, type Capacity } from "../../components/health/capacity/capacity";
import { parseReadings, type Readings } from "../../components/health/capacity/readings";
import { parseReport, type Report } from "../../components/health/report";
import { parseReading, type ServiceStatus } from "../../components/health/service-status";
import { findTroubles, type Trouble } from "../../components/health/trouble";
import type { Size } from "../../components/host/sizes";

/** All that is shown of one reading. */
export interface Snapshot {
  stack: string;
  host: string;
  /** When it was read. */
  at: Date;
  size: Size | undefined;
  service: ServiceStatus;
  report: Report;
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
  unit: string;
  /** The digest that the host's record must have. */
  recordDigest: string;
  size: Size | undefined;
  /** Whether to judge the capacity in the first hour after the boot too. */
  early: boolean;
}

/**
 * What the status script printed, judged.
 *
 * @throws if it is not what the script prints
 */
export function takeSnapshot(printed: string, options: SnapshotOptions): Snapshot {
  const { stack, host, at, size, early, recordDigest } = options;
  const reading = parseReading(options.unit, printed);
  const report = parseReport(printed);
  if (!report) throw new Error("what the host printed is no status");
  const readings = parseReadings(report.proc);
  const capacity = judge(readings, { size, early, wantedWorkers: report.wantedWorkers });
  const troubles = findTroubles(reading, report, recordDigest);
  const well = ![...troubles, ...capacity.findings].some(({ level }) => level === "bad");
  return {
    stack,
    host,
    at,
    size,
    service: reading.status,
    report,
    readings,
    capacity,
    troubles,
    well,
  };
}

/** What `--json` prints. */
export function asJson(snapshot: Snapshot): string {
  const { report, at, size, ...rest } = snapshot;
  // The kernel's texts are in `readings`, as numbers.
  const { proc, log, socket, web, disks, failedUnits, rebootRequired } = report;
  const host = { container: proc.container, disks, failedUnits, rebootRequired };
  return JSON.stringify(
    { at: at.toISOString(), size: size?.slug, ...rest, socket, web, log, ...host },
    undefined,
    2,
  );
}
