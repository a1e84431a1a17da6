import type { HostReport } from "../report";
import type { SeenSite } from "./find";
import type { Trouble } from "./trouble";

/** Shares of a file system that are left, in percent: below the one it is nearly full, below the other full. */
export const DISK_NEARLY_FULL = 10;
export const DISK_FULL = 3;

/** What is wrong with the machine, whatever its sites do. */
export function hostTroubles(host: HostReport, sites: readonly SeenSite[]): Trouble[] {
  const { failedUnits, rebootRequired, rebootPackages, disks } = host;
  // Of the sites' own it is told in more words.
  const own = new Set(sites.flatMap(unitsOf));
  return [
    ...disks.flatMap(diskTroubles),
    ...failedUnits
      .filter((failed) => !own.has(failed))
      .map((failed): Trouble => {
        return { level: "warn", what: `${failed} has failed`, todo: `systemctl status ${failed}` };
      }),
    ...(rebootRequired ? [reboot(rebootPackages)] : []),
  ];
}

function unitsOf({ serving: { way, unit }, report: { web } }: SeenSite): string[] {
  const service = { systemd: [`${unit}.service`, `${unit}.socket`], apache: [`${unit}.service`] };
  const own = way === "supervisor" ? ["supervisor.service"] : service[way];
  return web ? [...own, web.unit] : own;
}

function diskTroubles({
  path,
  freePercent,
  freeFilesPercent,
}: HostReport["disks"][number]): Trouble[] {
  const left = Math.min(freePercent, freeFilesPercent);
  if (left >= DISK_NEARLY_FULL) return [];
  const full = left < DISK_FULL;
  const kind = freeFilesPercent < freePercent ? "file names" : "space";
  return [
    {
      level: full ? "bad" : "warn",
      what: `the disk of ${path} is ${full ? "" : "nearly "}full: ${left.toFixed(1)} % of its ${kind} is left`,
      todo: `du -xh --max-depth=2 ${path} | sort -h | tail`,
    },
  ];
}

function reboot(packages: readonly string[]): Trouble {
  const by = packages.length === 0 ? "" : ` (${packages.slice(0, 3).join(", ")})`;
  return { level: "note", what: `a reboot is pending${by}`, todo: "systemctl reboot" };
}
