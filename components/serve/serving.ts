import { projectPaths } from "../naming";
import type { SiteSettings } from "../settings";
import { appServerOf } from "./app-servers";
import { starterOf, type WebServer } from "./choices";

/** How a site is run, as far as whoever looks at the host has to know. */
export interface Serving {
  /**
   * Who starts its processes: systemd (a service behind a socket), supervisor (a program), or Apache
   * (daemon processes of mod_wsgi).
   */
  way: "systemd" | "supervisor" | "apache";
  /** The service's name without its suffix, the program's, or `apache2`. */
  unit: string;
  webServer: WebServer;
  /** How many worker processes are wanted. */
  workers: number;
  /** The file that a person looks into first; absolute. */
  log: string;
}

export function servingOf(settings: SiteSettings, webServer: WebServer): Serving {
  const { project, unit, workers, appServer } = settings;
  const server = appServerOf(appServer);
  return {
    way: starterOf(settings),
    unit,
    webServer,
    workers,
    // Apache's logs are opened by root: not in the folder of the project's user.
    log: server
      ? `${projectPaths(project).logs}/${server.logFile}`
      : `/var/log/apache2/${project}-error.log`,
  };
}
