import { join } from "node:path";
import { named, runProgram, type Run, type RunOptions } from "../../support/mocks";
import { textOf } from "../../support/wire";

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

/** The source of the site that a stack has when nobody says. */
export const HELLO = join(__dirname, "..", "..", "..", "examples", "hello");

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

/** A parameter of the script of a step; a list's lines as words. */
export function parameterOf(run: Run, step: string, name: string): string[] | undefined {
  const text = textOf(named(run, step).inputs["stdin"]);
  return new RegExp(`^${name}='([^']*)'$`, "m").exec(text)?.[1]?.split("\n");
}
