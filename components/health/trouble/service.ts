import type { Serving } from "../../serve/serving";
import type { SiteReport } from "../report";
import { REPAIR, type Trouble } from "./trouble";

const SUPERVISOR = "supervisor.service";

/** What is wrong with the service itself, in the words of who starts it; nothing if it runs. */
export function serviceTroubles({ way, unit }: Serving, report: SiteReport): Trouble[] {
  if (way === "systemd") return systemdTroubles(unit, report);
  if (way === "supervisor") return programTroubles(unit, report);
  return apacheTroubles(unit, report);
}

function bad(what: string, todo: string): Trouble[] {
  return [{ level: "bad", what, todo }];
}

function isMasked({ loadState, unitFileState }: Unit): boolean {
  return [loadState, unitFileState].includes("masked");
}

type Unit = Pick<SiteReport, "loadState" | "activeState" | "subState" | "unitFileState" | "result">;

function systemdTroubles(unit: string, report: SiteReport): Trouble[] {
  const { activeState, socket } = report;
  const both = `${unit}.socket ${unit}`;
  const broken = brokenTroubles(unit, report, both);
  if (broken.length > 0) return broken;
  if (activeState === "failed" || socket?.activeState === "failed") {
    const which =
      activeState === "failed"
        ? `${unit} has failed (${report.result})`
        : `its socket has failed (${socket?.result ?? ""}): nothing listens`;
    return bad(
      which,
      `see its log, then systemctl reset-failed ${both} && systemctl start ${both}`,
    );
  }
  if (activeState === "inactive" && socket?.activeState === "active") {
    return bad(
      `${unit} is stopped while its socket listens: the next request starts it`,
      `systemctl start ${unit}; to stop both: systemctl stop ${both}`,
    );
  }
  if (activeState === "inactive") {
    return bad(`${unit} is stopped, and its socket too`, `systemctl start ${both}`);
  }
  return passingTroubles(unit, report);
}

function programTroubles(unit: string, report: SiteReport): Trouble[] {
  const { supervisor, activeState, loadState } = report;
  const daemon = supervisor ? supervisordTroubles(supervisor) : [];
  if (daemon.length > 0) return daemon;
  if (activeState === "unknown") {
    return bad("supervisord does not answer on its socket", `journalctl -u ${SUPERVISOR}`);
  }
  if (loadState === "not-found") return bad(`supervisor has no program ${unit}`, REPAIR);
  if (activeState === "failed") {
    return bad(
      `${unit} has failed (${report.result})`,
      `see its log, then supervisorctl start ${unit}`,
    );
  }
  if (activeState === "inactive") return bad(`${unit} is stopped`, `supervisorctl start ${unit}`);
  return passingTroubles(unit, report);
}

function supervisordTroubles(supervisor: Unit): Trouble[] {
  const { activeState, subState } = supervisor;
  const broken = brokenTroubles(SUPERVISOR, supervisor, SUPERVISOR);
  if (broken.length > 0) return broken;
  // Unknown where systemd did not answer, which says nothing about it.
  if (["active", "reloading", "unknown"].includes(activeState)) return [];
  return bad(
    `supervisord does not run: ${SUPERVISOR} is ${activeState} (${subState})`,
    `journalctl -u ${SUPERVISOR}, then systemctl restart ${SUPERVISOR}`,
  );
}

function apacheTroubles(unit: string, report: SiteReport): Trouble[] {
  const broken = brokenTroubles(unit, report, unit);
  if (broken.length > 0) return broken;
  if (report.activeState === "failed") {
    return bad(
      `${unit} has failed (${report.result})`,
      `apache2ctl configtest, then systemctl restart ${unit}`,
    );
  }
  if (report.activeState === "inactive")
    return bad(`${unit} is stopped`, `systemctl start ${unit}`);
  return passingTroubles(unit, report);
}

/** What no start helps against; `all`: the units that are masked together. */
function brokenTroubles(unit: string, report: Unit, all: string): Trouble[] {
  if (isMasked(report)) {
    return bad(
      `${unit} is masked: nothing can start it`,
      `systemctl unmask ${all}, then ${REPAIR}`,
    );
  }
  if (report.loadState === "not-found") return bad(`there is no unit ${unit} on the host`, REPAIR);
  return [];
}

function passingTroubles(unit: string, { activeState, subState, result }: Unit): Trouble[] {
  if (subState === "auto-restart") {
    return bad(`${unit} ended (${result}) and is being started again and again`, "see its log");
  }
  if (activeState === "active" || activeState === "reloading") return [];
  return bad(`${unit} is ${activeState} (${subState})`, "look again in a moment");
}

/** How often it was started again. */
export function restartTroubles({ way }: Serving, restarts: number): Trouble[] {
  if (restarts === 0) return [];
  const times = restarts === 1 ? "once" : `${restarts} times`;
  const who = way === "supervisor" ? "supervisor has started it" : "systemd has started it";
  const what = way === "apache" ? "systemd has started Apache" : who;
  return [{ level: "note", what: `${what} again ${times} after failures`, todo: "" }];
}

/** Why a service that is not enabled does not start at boot. */
export function bootTroubles({ way, unit }: Serving, report: SiteReport): Trouble[] {
  const warn = (what: string, todo: string): Trouble[] => [{ level: "warn", what, todo }];
  const { supervisor } = report;
  if (isMasked(report) || (supervisor && isMasked(supervisor))) return [];
  // It is told of as missing.
  if (way === "supervisor" && report.loadState === "not-found") return [];
  if (way !== "supervisor") {
    return warn(`${unit} is not enabled: it does not start at boot`, `systemctl enable ${unit}`);
  }
  if (supervisor?.unitFileState === "enabled") {
    return warn(`supervisor does not start ${unit} at boot: its autostart is off`, REPAIR);
  }
  return warn(
    `${SUPERVISOR} is not enabled: ${unit} does not start at boot`,
    `systemctl enable ${SUPERVISOR}`,
  );
}
