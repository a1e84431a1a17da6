import type { ProjectPaths } from "../naming";
import { propertyLines, type Directive } from "./directives";
import { serviceDirectives } from "./gunicorn";

export interface PreflightOptions {
  project: string;
  paths: ProjectPaths;
  release: string;
  confinement: readonly Directive[];
  overrides: Readonly<Record<string, string>>;
}

/** What `systemd-run` needs for the pre-flight boot. */
export interface Preflight {
  /** A property a line. */
  properties: string[];
  /** A word a line. */
  command: string[];
}

/** gunicorn sets the owner of a socket file that it makes; the service is handed its sockets. */
const CHOWN: Directive = ["SystemCallFilter", "@chown"];

/**
 * Restarting would hide a failure; the rest has a meaning only in a unit file or a running service.
 */
const NOT_TRANSIENT = new Set(["ExecStart", "ExecReload", "Restart", "RestartSec"]);

/**
 * The service's own directives, for a release that is not yet the current one: its own folder, one
 * worker, a socket and a runtime directory of its own (systemd deletes a runtime directory when
 * any unit that names it stops), its own copy of the configuration,
 * and the journal in place of the service's log.
 */
export function preflight(options: PreflightOptions): Preflight {
  const { project, paths, release, confinement, overrides } = options;
  const folder = `${paths.releases}/${release}`;
  const runtime = `${paths.runtime}-preflight`;
  const directives = serviceDirectives(
    {
      project,
      paths: { ...paths, current: folder, venv: `${folder}/venv`, runtime },
      workers: 1,
      binds: [`unix:${runtime}/socket`],
      logFile: "-",
      configFile: "preflight.conf.py",
    },
    confinement,
    overrides,
  );
  const command = directives.find(([key]) => key === "ExecStart")?.[1] ?? "";
  const filtersCalls = directives.some(
    ([key, value]) => key === "SystemCallFilter" && value !== "",
  );
  return {
    properties: propertyLines([
      ...directives.filter(([key]) => !NOT_TRANSIENT.has(key)),
      ...(filtersCalls ? [CHOWN] : []),
    ]),
    command: [
      ...command.split(" ").slice(0, -1),
      "--access-logfile=/dev/null",
      ...command.split(" ").slice(-1),
    ],
  };
}
