import type { Directive } from "./directives";

/** The module of the managed settings. */
export const MANAGED_SETTINGS = "deployed_settings";

/** Where the project's code and its managed settings are found, in the release at `release`. */
export function pythonEnvironment(release: string): Record<string, string> {
  return {
    PYTHONPATH: `${release}/etc:${release}/src`,
    DJANGO_SETTINGS_MODULE: MANAGED_SETTINGS,
  };
}

/** The same as lines of a unit. */
export function environmentDirectives(release: string): Directive[] {
  return Object.entries(pythonEnvironment(release)).map(([name, value]) => [
    "Environment",
    `${name}=${value}`,
  ]);
}
