import type { AppServer, ServeOptions } from "./app-server";
import { override, renderUnit, type Directive } from "./directives";
import { environmentDirectives } from "./environment";
import { overridesOf } from "./sandbox";

export interface UnitNames {
  project: string;
  /** The unit's name without its suffix. */
  unit: string;
}

/** The `[Service]` section, the sandbox last so that a reader meets the chapter's part first. */
export function serviceDirectives(
  server: AppServer,
  options: ServeOptions,
  confinement: readonly Directive[],
  overrides: Readonly<Record<string, string>>,
): Directive[] {
  const { paths } = options;
  const service = override(
    [
      ["Type", "notify"],
      ["NotifyAccess", "main"],
      ["RuntimeDirectory", paths.runtime.replace("/run/", "")],
      ["RuntimeDirectoryMode", "0750"],
      ...environmentDirectives(paths.current),
      ["ExecStart", server.execStart(options)],
      ["ExecReload", "/bin/kill -s HUP $MAINPID"],
      ["KillMode", "mixed"],
      ["TimeoutStartSec", "60"],
      // Longer than a server waits for running requests, so that they end by themselves.
      ["TimeoutStopSec", "40"],
      ["Restart", "on-failure"],
      ["RestartSec", "2"],
    ],
    overridesOf(overrides, "service"),
  );
  return [...service, ...confinement];
}

/**
 * The service (6.3). It requires its socket, so that a restart of the one never closes the other.
 *
 * @param service the `[Service]` section
 */
export function renderService(
  { project, unit }: UnitNames,
  { title, documentation }: Pick<AppServer, "title" | "documentation">,
  service: readonly Directive[],
): string {
  return renderUnit({
    Unit: [
      ["Description", `Django project ${project} under ${title}`],
      ["Documentation", documentation],
      ["Requires", `${unit}.socket`],
      ["After", `${unit}.socket network-online.target`],
      ["Wants", "network-online.target"],
      // No limit: a database that is away for a while must not take the site down for good.
      ["StartLimitIntervalSec", "0"],
    ],
    Service: service,
    Install: [
      ["WantedBy", "multi-user.target"],
      ["Also", `${unit}.socket`],
    ],
  });
}

/**
 * The socket, held by systemd: while the service restarts, connections wait in its queue and none
 * is refused. The price is that the service alone cannot be stopped for long, the next request
 * starts it again: hence the description.
 *
 * @param binds see `bindList`
 */
export function renderSocket({ project, unit }: UnitNames, binds: readonly string[]): string {
  return renderUnit({
    Unit: [
      [
        "Description",
        `Sockets of the Django project ${project} (stop both: systemctl stop ${unit}.socket ${unit})`,
      ],
    ],
    Socket: [
      ...binds.map((bind): Directive => ["ListenStream", bind]),
      ["BindIPv6Only", "ipv6-only"],
      ["NoDelay", "yes"],
    ],
    Install: [["WantedBy", "sockets.target"]],
  });
}
