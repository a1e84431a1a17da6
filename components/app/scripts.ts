import { projectPaths } from "../naming";
import { hostFile, script } from "../remote/script";
import { propertyLines, type Directive } from "../serve/directives";
import { preflight } from "../serve/preflight";
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
  /** A requirement beside the project's own; empty for none. */
  requirement: string;
}

export interface ActivationScriptOptions extends SiteScriptOptions {
  /** See `renderRecord`. */
  record: string;
  /** The first one is asked for in the probes. */
  allowedHosts: readonly string[];
}

/** Builds the release beside what serves: virtualenv, check, collectstatic. */
export function releaseScript(options: ReleaseScriptOptions): string {
  const { site, confinement, release, contents, requirement } = options;
  return script(["record", "release"], {
    PROJECT: site.project,
    USER_NAME: site.user,
    RELEASE: release,
    SOURCE: contents.source,
    VIRTUALENV: contents.virtualenv,
    SETTINGS_DIGEST: contents.settings,
    SECRETS_DIGEST: contents.secrets,
    REQUIREMENTS_FILE: site.source.requirements.file ?? "",
    EXTRA_REQUIREMENT: requirement,
    SANDBOX: propertyLines(confinement),
    CHECKS: hostFile("release_checks.py"),
  });
}

/** Migrates, boots the release beside what serves, switches, probes, and goes back if need be. */
export function activationScript(options: ActivationScriptOptions): string {
  const { site, confinement, release, record, allowedHosts } = options;
  const boot = preflight({
    project: site.project,
    paths: projectPaths(site.project),
    release,
    confinement,
    overrides: site.unitOverrides,
  });
  return script(["record", "probe", "preflight", "switch", "activation"], {
    PROJECT: site.project,
    RECORD: record,
    WORKERS: site.workers,
    PORT: site.port,
    HOST: allowedHosts[0] ?? "",
    ALLOWED_HOSTS: allowedHosts,
    SANDBOX: propertyLines(confinement),
    PREFLIGHT_PROPERTIES: boot.properties,
    PREFLIGHT_COMMAND: boot.command,
    MIGRATE: hostFile("migrate.py"),
  });
}
