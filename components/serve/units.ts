import { renderUnit, type Directive } from "./directives";

export interface UnitNames {
  project: string;
  /** The unit's name without its suffix. */
  unit: string;
}

/**
 * The service (6.3). It requires its socket, so that a restart of the one never closes the other.
 *
 * @param service the `[Service]` section
 */
export function renderService({ project, unit }: UnitNames, service: readonly Directive[]): string {
  return renderUnit({
    Unit: [
      ["Description", `Django project ${project} under Gunicorn`],
      ["Documentation", "https://gunicorn.org/"],
      ["Requires", `${unit}.socket`],
      ["After", `${unit}.socket network-online.target`],
      ["Wants", "network-online.target"],
      ["StartLimitIntervalSec", "60"],
      ["StartLimitBurst", "5"],
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
