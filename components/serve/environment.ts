import type { Directive } from "./directives";

/** Where the project's code and its managed settings are found, in the release at `release`. */
export function pythonEnvironment(release: string): Record<string, string> {
  return {
    PYTHONPATH: `${release}/etc:${release}/src`,
    DJANGO_SETTINGS_MODULE: "deployed_settings",
  };
}

/** The same as lines of a unit. */
export function environmentDirectives(release: string): Directive[] {
  return Object.entries(pythonEnvironment(release)).map(([name, value]) => [
    "Environment",
    `${name}=${value}`,
  ]);
}
