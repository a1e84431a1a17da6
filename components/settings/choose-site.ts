import { resolve } from "node:path";
import { readSource, wsgiPackages, type Source } from "../app/source";
import type { Size } from "../host/sizes";
import type { WorkerClass } from "../serve/app-server";
import {
  combinationRefusal,
  HTTP_PORT,
  starterOf,
  type AppServerName,
  type Choice,
  type SupervisorName,
  type WebServer,
} from "../serve/choices";
import { overridesOf } from "../serve/sandbox";
import type { SiteSettings } from "../settings";
import { chooseProject, chooseUnit, chooseUser } from "./names";
import type { Problems } from "./problems";
import { SettingError } from "./setting-error";
import { DEFAULT_PORT } from "./site-keys";
import { show } from "./wording";
import { chooseWorkerClass } from "./worker-class";
import { chooseWorkers, type Workers } from "./workers";

/** Debian's unit of Apache. */
const APACHE_UNIT = "apache2";

/** One site's values, each checked by itself; what has no default of all sites may be absent. */
export interface SiteValues {
  source?: { directory: string } | undefined;
  project?: string | undefined;
  user?: string | undefined;
  unit?: string | undefined;
  requirements?: string | undefined;
  domain?: string | undefined;
  /** Absent: as it is by default. */
  port?: number | undefined;
  appServer: AppServerName;
  supervisor: SupervisorName;
  workers: Workers;
  workerClass?: WorkerClass | undefined;
  threads: number;
  unitOverrides: Record<string, string>;
}

/** What a site's settings depend on beside its own values. */
export interface Surroundings {
  /** The folder that relative paths start from. */
  projectRoot: string;
  webServer: WebServer;
  /** The droplet's; undefined for a server that is there already. */
  size: Size | undefined;
}

/**
 * A site's settings, with nothing left to default.
 *
 * @param problems gets all that is wrong
 * @returns undefined where what names or makes the site is wrong
 */
export function chooseSite(
  values: SiteValues,
  { projectRoot, webServer, size }: Surroundings,
  problems: Problems,
): SiteSettings | undefined {
  const { appServer, supervisor, threads, unitOverrides, domain } = values;
  const ways = ["appServer", "supervisor", "webServer"];
  problems.check(ways, () => checkCombination({ appServer, supervisor, webServer }));
  problems.check([...ways, "unitOverrides"], () => checkOverrides(values));
  const port = problems.check([...ways, "port"], () => choosePort(values, webServer));
  const workerClass = problems.check(["appServer", "workerClass", "threads"], () =>
    chooseWorkerClass(values),
  );
  const workers = problems.check(["workers"], () => chooseWorkers(values.workers, size));
  const source = problems.check(["source", "project", "requirements"], () =>
    readSource(resolve(projectRoot, directoryOf(values)), values),
  );
  const names = source && nameSite(values, source, problems);
  if (!port || !workerClass || !workers || !source || !names) return undefined;
  return {
    ...{ ...names, appServer, supervisor, port, workers, workerClass, threads, source },
    unitOverrides,
    ...(domain === undefined ? {} : { domain }),
  };
}

function checkCombination(choice: Choice): void {
  const refusal = combinationRefusal(choice);
  if (refusal !== undefined) throw new SettingError("appServer", refusal);
}

/** A unit of the site's own is what systemd starts; the others still confine what runs before it. */
function checkOverrides({ appServer, supervisor, unitOverrides }: SiteValues): void {
  const starter = starterOf({ appServer, supervisor });
  const [directive] = Object.keys(overridesOf(unitOverrides, "service"));
  if (starter === "systemd" || directive === undefined) return;
  throw new SettingError(
    `unitOverrides.${directive}`,
    `${directive} is for a service of systemd's, and the site is none: ${starter} starts it; take it away: pulumi config rm --path unitOverrides.${directive}`,
  );
}

/** Only an application server behind a web server has a port to choose. */
function choosePort({ appServer, port }: SiteValues, webServer: WebServer): number {
  if (appServer !== "mod_wsgi" && webServer !== "none") return port ?? DEFAULT_PORT;
  if (port === undefined) return HTTP_PORT;
  const why =
    webServer === "none"
      ? `without a web server ${appServer} listens on port ${HTTP_PORT}`
      : `${appServer} has no port but Apache's, ${HTTP_PORT}`;
  throw new SettingError("port", `${port} has no use: ${why}; take it away: pulumi config rm port`);
}

function directoryOf({ source }: SiteValues): string {
  if (source !== undefined) return source.directory;
  throw new SettingError(
    "source.directory",
    "not set; give the folder that holds manage.py: pulumi config set --path source.directory FOLDER",
  );
}

/** Each name is checked for itself, so that two wrong ones give two lines. */
function nameSite(
  values: SiteValues,
  source: Source,
  problems: Problems,
): Pick<SiteSettings, "project" | "user" | "unit"> | undefined {
  const packages = wsgiPackages(source.files);
  const project = problems.check(["project"], () =>
    chooseProject(values.project, source.directory, packages),
  );
  if (project === undefined) return undefined;
  const user = problems.check(["user"], () => chooseUser(values.user, project));
  const unit = problems.check(["unit", "appServer"], () => unitOf(values, project));
  return user === undefined || unit === undefined ? undefined : { project, user, unit };
}

/** mod_wsgi's processes are Apache's. */
function unitOf({ appServer, unit }: SiteValues, project: string): string {
  if (appServer !== "mod_wsgi") return chooseUnit(unit, project);
  if (unit === undefined) return APACHE_UNIT;
  throw new SettingError(
    "unit",
    `${show(unit)} has no use: mod_wsgi's processes belong to ${APACHE_UNIT}; take it away: pulumi config rm unit`,
  );
}
