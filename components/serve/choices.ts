import { choices } from "../settings/wording";

/** What runs a project's code (6.1); the first of each list is the default. */
export const APP_SERVERS = ["gunicorn", "uwsgi", "mod_wsgi"] as const;
/** What answers on port 80; with `none` the application server does. */
export const WEB_SERVERS = ["nginx", "apache", "none"] as const;
/** What starts an application server, and starts it again. */
export const SUPERVISORS = ["systemd", "supervisor"] as const;

/** Where clients connect. */
export const HTTP_PORT = 80;

export type AppServerName = (typeof APP_SERVERS)[number];
export type WebServer = (typeof WEB_SERVERS)[number];
export type SupervisorName = (typeof SUPERVISORS)[number];

/** What an application server goes with: each of the web servers with each of the supervisors. */
export interface Combination {
  appServer: AppServerName;
  webServers: readonly WebServer[];
  supervisors: readonly SupervisorName[];
}

/** All that is allowed: one for each application server, in their order. */
export const COMBINATIONS: readonly Combination[] = [
  { appServer: "gunicorn", webServers: WEB_SERVERS, supervisors: SUPERVISORS },
  { appServer: "uwsgi", webServers: WEB_SERVERS, supervisors: SUPERVISORS },
  { appServer: "mod_wsgi", webServers: ["apache"], supervisors: ["systemd"] },
];

/** What a stack chooses for a site. */
export interface Choice {
  appServer: AppServerName;
  webServer: WebServer;
  supervisor: SupervisorName;
}

/** Who starts a site's processes: mod_wsgi's are Apache's, whatever supervises the others. */
export function starterOf(
  choice: Pick<Choice, "appServer" | "supervisor">,
): "systemd" | "supervisor" | "apache" {
  return choice.appServer === "mod_wsgi" ? "apache" : choice.supervisor;
}

/**
 * Why three choices do not go together, with what to choose instead, on one line.
 *
 * @returns undefined for those that do
 */
export function combinationRefusal(choice: Choice): string | undefined {
  const clashes = clashesOf(choice);
  if (clashes.length === 0) return undefined;
  const given = clashes.map(({ setting, value }) => `${setting} ${value}`).join(" and ");
  const instead = clashes.map(({ setting, allowed }) => `${setting} ${choices(allowed)}`);
  const others = APP_SERVERS.filter(
    (appServer) => clashesOf({ ...choice, appServer }).length === 0,
  );
  return `${choice.appServer} does not go with ${given}, since it is a part of Apache, which systemd starts; choose ${instead.join(" and ")}, or appServer ${choices(others)}`;
}

/** The settings whose values the application server does not go with. */
function clashesOf({ appServer, webServer, supervisor }: Choice) {
  return COMBINATIONS.filter((combination) => combination.appServer === appServer).flatMap(
    ({ webServers, supervisors }) =>
      [
        { setting: "webServer", value: webServer, allowed: webServers },
        { setting: "supervisor", value: supervisor, allowed: supervisors },
      ].filter(({ value, allowed }) => !allowed.some((word) => word === value)),
  );
}
