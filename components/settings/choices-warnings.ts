import { starterOf, type WebServer } from "../serve/choices";
import type { SiteSettings } from "../settings";

/** What of a site is worth a warning beside its host's web server. */
export type Chosen = Pick<
  SiteSettings,
  "project" | "appServer" | "supervisor" | "workerClass" | "threads" | "unitOverrides"
>;

/**
 * What to warn of where choices work, but not as people may expect.
 *
 * @returns a line each, none where all is well
 */
export function choicesWarnings(sites: readonly Chosen[], webServer: WebServer): string[] {
  return sites.flatMap((site) => [...slowClients(site, webServer), ...overrides(site)]);
}

/** A web server takes an answer at once and lets the client have it slowly (6.2: it is what Gunicorn is not). */
function slowClients({ appServer, workerClass, threads }: Chosen, webServer: WebServer): string[] {
  if (webServer !== "none" || workerClass === "gevent" || threads > 1) return [];
  const instead =
    appServer === "gunicorn"
      ? "choose more threads (workerClass gthread) or workerClass gevent"
      : "choose more threads";
  return [
    `webServer: none lets each slow client hold a whole worker until it has read its answer, as ${appServer} has one thread a worker; ${instead}, or webServer nginx or apache`,
  ];
}

/** Without a unit of its own, what confines a site is in the way of the steps before it alone. */
function overrides({ project, appServer, supervisor, unitOverrides }: Chosen): string[] {
  const starter = starterOf({ appServer, supervisor });
  const names = Object.keys(unitOverrides);
  if (starter === "systemd" || names.length === 0) return [];
  return [
    `unitOverrides: ${names.join(", ")} hold for pip, check, collectstatic and migrate of ${project}, and not for what serves it, which ${starter} starts and not systemd`,
  ];
}
