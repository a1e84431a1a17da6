import type { AppServer, ServeOptions } from "./app-server";
import { propertyLines, type Directive } from "./directives";
import { serviceDirectives } from "./units";

export interface PreflightOptions extends Omit<ServeOptions, "workers" | "binds"> {
  server: AppServer;
  release: string;
  confinement: readonly Directive[];
  overrides: Readonly<Record<string, string>>;
}

/** What `systemd-run` needs for the pre-flight boot. */
export interface Preflight {
  /** The name of its copy of the configuration, beside the service's own. */
  configFile: string;
  /** A property a line. */
  properties: string[];
  /** A word a line. */
  command: string[];
}

/** A server may set the owner of a socket file that it makes; the service is handed its sockets. */
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
  const { server, paths, release, confinement, overrides } = options;
  const folder = `${paths.releases}/${release}`;
  const runtime = `${paths.runtime}-preflight`;
  const configFile = `preflight-${server.configFile}`;
  const directives = serviceDirectives(
    server,
    {
      ...options,
      paths: { ...paths, current: folder, venv: `${folder}/venv`, runtime },
      workers: 1,
      binds: [`unix:${runtime}/socket`],
      logFile: "-",
      configFile,
    },
    confinement,
    overrides,
  );
  const command = directives.find(([key]) => key === "ExecStart")?.[1] ?? "";
  const filtersCalls = directives.some(
    ([key, value]) => key === "SystemCallFilter" && value !== "",
  );
  return {
    configFile,
    properties: propertyLines([
      ...directives.filter(([key]) => !NOT_TRANSIENT.has(key)),
      ...(filtersCalls ? [CHOWN] : []),
    ]),
    command: command.split(" "),
  };
}
