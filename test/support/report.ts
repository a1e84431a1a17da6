import type { Report } from "../../components/health/report";
import { procTexts } from "./proc";

const ACTIVE = {
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  unitFileState: "enabled",
  result: "success",
};

/** A report and what makes the service's status, which stand in one JSON document. */
export type Printed = Report & {
  since: string;
  mainPid: number;
  restarts: number;
  workers: number;
  httpStatus: number;
  record: string;
};

/** What scripts/host/status.sh prints of a host that is well, with `changes`. */
export function report(changes: Partial<Printed> = {}): string {
  const printed: Printed = {
    ...ACTIVE,
    since: "2026-11-20T06:32:02Z",
    mainPid: 812,
    restarts: 0,
    workers: 4,
    wantedWorkers: 4,
    httpStatus: 200,
    asked: true,
    record: "5e".repeat(32),
    socket: { ...ACTIVE, listen: ["127.0.0.1:8000", "[::1]:8000"] },
    web: { ...ACTIVE, unit: "nginx.service" },
    failedUnits: [],
    rebootRequired: false,
    rebootPackages: [],
    disks: [
      { path: "/", sizeMiB: 24_576, usedMiB: 3_411, freePercent: 86.1, freeFilesPercent: 95.7 },
    ],
    log: { source: "", lines: [] },
    proc: procTexts("healthy"),
    ...changes,
  };
  return JSON.stringify(printed);
}

/** A unit in another state than running. */
export function unit(changes: Partial<typeof ACTIVE>): typeof ACTIVE {
  return { ...ACTIVE, ...changes };
}
