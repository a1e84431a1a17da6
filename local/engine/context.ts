import { homedir } from "node:os";
import path from "node:path";
import { run, type Run } from "./run";

/** What the set-up takes from its surroundings, so that tests can give it others. */
export interface Context {
  /** Where engines are kept, outside the checkout: shared by all checkouts of this person. */
  folder: string;
  /** The folder that this file is in: the Go modules' sources. */
  sources: string;
  /** The folder of the installed npm packages, whose versions the engine has to match. */
  packages: string;
  platform: NodeJS.Platform;
  arch: string;
  environment: NodeJS.ProcessEnv;
  fetch: typeof fetch;
  run: Run;
  /** Told one line of progress at a time. */
  report: (line: string) => void;
}

/** The surroundings of a real run. */
export function realContext(report: (line: string) => void): Context {
  const environment = process.env;
  const cache =
    environment["DJANGO_DROPLET_CACHE"] ||
    path.join(environment["XDG_CACHE_HOME"] || path.join(homedir(), ".cache"), "django-droplet");
  return {
    folder: path.join(cache, "engine"),
    sources: __dirname,
    packages: path.join(__dirname, "..", "..", "node_modules"),
    platform: process.platform,
    arch: process.arch,
    environment,
    fetch,
    run,
    report,
  };
}
