import { projectPaths } from "../naming";
import { hostFile, script } from "../remote/script";
import { appServerOf } from "../serve/app-servers";
import { propertyLines, type Directive } from "../serve/directives";
import { preflight, type Preflight } from "../serve/preflight";
import type { Serving } from "../serve/serving";
import type { SiteSettings } from "../settings";
import type { ReleaseContents } from "./release";

/** What the release and the activation of a site have in common. */
export interface SiteScriptOptions {
  site: SiteSettings;
  confinement: readonly Directive[];
  /** The release's name on the host. */
  release: string;
}

export interface ReleaseScriptOptions extends SiteScriptOptions {
  contents: ReleaseContents;
  /** Beside the project's own. */
  requirements: readonly string[];
}

export interface ActivationScriptOptions extends SiteScriptOptions {
  serving: Serving;
  /** See `renderRecord`. */
  record: string;
  /** Whether others may have web servers of their own on the host. */
  shared: boolean;
  /** The first one is asked for in the probes. */
  allowedHosts: readonly string[];
  /** After which a migration is stopped. @default 3000 */
  migrationSeconds?: number;
}

/** Builds the release beside what serves: virtualenv, check, collectstatic. */
export function releaseScript(options: ReleaseScriptOptions): string {
  const { site, confinement, release, contents, requirements } = options;
  return script(["record", "release"], {
    PROJECT: site.project,
    USER_NAME: site.user,
    RELEASE: release,
    SOURCE: contents.source,
    VIRTUALENV: contents.virtualenv,
    SETTINGS_DIGEST: contents.settings,
    SECRETS_DIGEST: contents.secrets,
    REQUIREMENTS_FILE: site.source.requirements.file ?? "",
    EXTRA_REQUIREMENTS: requirements,
    SANDBOX: propertyLines(confinement),
    FILL: hostFile("virtualenv.py"),
    CHECKS: hostFile("release_checks.py"),
    TREE: hostFile("tree.py") + hostFile("tree_check.py"),
  });
}

/**
 * How long a migration may take, and an activation with all else that it does: a large table's index
 * takes its time, and what is stopped half-way is half-done on databases without transactions for it.
 */
const MIGRATION_SECONDS = 3000;
export const ACTIVATION_SECONDS = 3600;

/** The parts of an activation, in the order in which they stand in its script. */
const ACTIVATION = [
  ...["web-servers", "ways", "supervisor", "record", "probe", "preflight"],
  ...["displace", "switch", "way-back", "activation"],
];

/** Migrates, boots the release beside what serves, switches, probes, and goes back if need be. */
export function activationScript(options: ActivationScriptOptions): string {
  const { site, serving, confinement, record, shared, allowedHosts } = options;
  const { migrationSeconds = MIGRATION_SECONDS } = options;
  const boot = preflightOf(options);
  return script(ACTIVATION, {
    PROJECT: site.project,
    RECORD: record,
    SHARED: shared,
    WORKERS: site.workers,
    PORT: site.port,
    LOG: serving.log,
    HOST: allowedHosts[0] ?? "",
    ALLOWED_HOSTS: allowedHosts,
    SANDBOX: propertyLines(confinement),
    PREFLIGHT_CONFIG: boot?.configFile ?? "",
    PREFLIGHT_PROPERTIES: boot?.properties ?? [],
    PREFLIGHT_COMMAND: boot?.command ?? [],
    MIGRATE: hostFile("migrate.py"),
    MIGRATION_SECONDS: migrationSeconds,
    REQUEST: hostFile("wsgi_request.py"),
  });
}

/** Absent for mod_wsgi, which has no server to boot: its release answers one request by itself. */
function preflightOf(options: ActivationScriptOptions): Preflight | undefined {
  const { site, confinement, release } = options;
  const { project, workerClass, threads, unitOverrides: overrides } = site;
  const paths = projectPaths(project);
  const server = appServerOf(site.appServer);
  if (!server) return undefined;
  return preflight({
    ...{ server, project, paths, workerClass, threads, release, confinement, overrides },
  });
}
