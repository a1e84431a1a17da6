import type { Level } from "./capacity/finding";
import type { Report } from "./report";
import type { Reading } from "./service-status";

/** Something about service or host that a person should know. */
export interface Trouble {
  level: Exclude<Level, "good">;
  what: string;
  /** What to do; empty for nothing. */
  todo: string;
}

/** Shares of a file system that are left, in percent: below the one it is nearly full, below the other full. */
export const DISK_NEARLY_FULL = 10;
export const DISK_FULL = 3;

/** All that is not as it should be, worst first. */
export function findTroubles(
  { status, record }: Reading,
  report: Report | undefined,
  expectedRecord: string,
): Trouble[] {
  const service = report ? serviceTroubles(status.unit, report) : [];
  return [
    ...service,
    ...(service.length === 0 ? siteTroubles(status.httpStatus, report) : []),
    ...(record === expectedRecord ? [] : [OTHER_RECORD]),
    ...(report ? [...hostTroubles(status.unit, report), ...restartTroubles(status.restarts)] : []),
    ...(status.enabled || isMasked(report) ? [] : [notEnabled(status.unit)]),
  ].sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
}

const LEVELS = ["bad", "warn", "note"];

const REPAIR = "npm run up -- --repair";

const OTHER_RECORD: Trouble = {
  level: "warn",
  what: "what serves is not what the stack says: an earlier run was cut short, or somebody changed it",
  todo: REPAIR,
};

function isMasked(report: Report | undefined): boolean {
  return report !== undefined && [report.loadState, report.unitFileState].includes("masked");
}

function notEnabled(unit: string): Trouble {
  return {
    level: "warn",
    what: `${unit} is not enabled: it does not start at boot`,
    todo: `systemctl enable ${unit}`,
  };
}

function serviceTroubles(unit: string, report: Report): Trouble[] {
  const bad = (what: string, todo: string): Trouble[] => [{ level: "bad", what, todo }];
  const { activeState, subState, result, socket } = report;
  const both = `${unit}.socket ${unit}`;
  if (isMasked(report)) {
    return bad(
      `${unit} is masked: nothing can start it`,
      `systemctl unmask ${both}, then ${REPAIR}`,
    );
  }
  if (report.loadState === "not-found") return bad(`there is no unit ${unit} on the host`, REPAIR);
  if (subState === "auto-restart") {
    return bad(`${unit} ended (${result}) and is being started again and again`, "see its log");
  }
  if (activeState === "failed" || socket.activeState === "failed") {
    const which =
      activeState === "failed" ? `${unit} has failed (${result})` : socketFailed(report);
    return bad(
      which,
      `see its log, then systemctl reset-failed ${both} && systemctl start ${both}`,
    );
  }
  if (activeState === "inactive" && socket.activeState === "active") {
    return bad(
      `${unit} is stopped while its socket listens: the next request starts it`,
      `systemctl start ${unit}; to stop both: systemctl stop ${both}`,
    );
  }
  if (activeState === "inactive") {
    return bad(`${unit} is stopped, and its socket too`, `systemctl start ${both}`);
  }
  if (activeState !== "active" && activeState !== "reloading") {
    return bad(`${unit} is ${activeState} (${subState})`, "look again in a moment");
  }
  return [];
}

function socketFailed({ socket }: Report): string {
  return `its socket has failed (${socket.result}): nothing listens`;
}

function siteTroubles(httpStatus: number, report: Report | undefined): Trouble[] {
  const web = report?.web;
  if (web && web.activeState !== "active") {
    return [
      {
        level: "bad",
        what: `the web server ${web.unit} is ${web.activeState} (${web.subState})`,
        todo: "nginx -t, then systemctl restart nginx",
      },
    ];
  }
  if (httpStatus >= 100 && httpStatus < 500 && httpStatus !== 400) return [];
  const answer = httpStatus === 0 ? "gives no answer" : `answers with ${httpStatus}`;
  const todo = httpStatus === 400 ? `its host is not in ALLOWED_HOSTS: ${REPAIR}` : "see its log";
  return [{ level: "bad", what: `GET / on the host ${answer}`, todo }];
}

function restartTroubles(restarts: number): Trouble[] {
  if (restarts === 0) return [];
  const times = restarts === 1 ? "once" : `${restarts} times`;
  return [
    { level: "note", what: `systemd has started it again ${times} after failures`, todo: "" },
  ];
}

function hostTroubles(unit: string, report: Report): Trouble[] {
  const { failedUnits, rebootRequired, rebootPackages, disks, web } = report;
  // Of the site's own it is told in more words.
  const own = [`${unit}.service`, `${unit}.socket`, web.unit];
  const others = failedUnits.filter((failed) => !own.includes(failed));
  return [
    ...disks.flatMap(diskTroubles),
    ...others.map((failed): Trouble => {
      return { level: "warn", what: `${failed} has failed`, todo: `systemctl status ${failed}` };
    }),
    ...(rebootRequired ? [reboot(rebootPackages)] : []),
  ];
}

function diskTroubles({ path, freePercent, freeFilesPercent }: Report["disks"][number]): Trouble[] {
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
