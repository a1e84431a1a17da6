import { runProgram, type Run, type RunOptions } from "../../support/mocks";

/** A stack on this machine's cloud, as Pulumi.dev.yaml has one. */
export const LOCAL = { cloud: "local", allowReplace: "true" };

/** A stack for keeps. */
export const PRODUCTION = {
  cloud: "digitalocean",
  sshAllowedCidrs: ["203.0.113.7/32"],
  domain: "www.example.com",
};

export const HOST = "django-host";
export const SITE = "django-hello";

const runs = new Map<string, Promise<Run>>();

/** A run of the program; the same options are run once. */
export function program(
  config: RunOptions["config"],
  options: Omit<RunOptions, "config"> = {},
): Promise<Run> {
  const key = JSON.stringify([config, options]);
  const run = runs.get(key) ?? runProgram({ config, ...options });
  runs.set(key, run);
  return run;
}

/** The suffix of a name, as `childName` made it: `droplet` of `django-host-droplet`. */
export function suffixOf(name: string): string {
  return name.replace(/^(django-host|django-hello|django)-/, "");
}
