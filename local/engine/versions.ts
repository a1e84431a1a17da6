import { readFileSync } from "node:fs";
import path from "node:path";
import { EngineError } from "./error";

/** The providers that the program uses: npm's `@pulumi/NAME`, the engine's plugin NAME. */
export const PROVIDERS = ["command", "digitalocean", "random", "tls"] as const;

export type ProviderName = (typeof PROVIDERS)[number];

/** The versions that must fit each other, all without a leading v. */
export interface Versions {
  /** Of the launcher, the CLI and the engine in it. */
  cli: string;
  /** Of each provider's plugin: the engine asks for exactly the one that the npm package names. */
  plugins: Record<ProviderName, string>;
}

/**
 * Reads the versions off the installed npm packages, whose lock file is their one source.
 *
 * @throws EngineError if a package is not installed.
 */
export function installedVersions(packages: string): Versions {
  const version = (name: string): string => {
    try {
      const manifest: unknown = JSON.parse(
        readFileSync(path.join(packages, name, "package.json"), "utf8"),
      );
      return (manifest as { version: string }).version;
    } catch {
      throw new EngineError(`npm package ${name} is not installed: run npm ci and try again`);
    }
  };
  return {
    cli: version("pulumi"),
    plugins: {
      command: version("@pulumi/command"),
      digitalocean: version("@pulumi/digitalocean"),
      random: version("@pulumi/random"),
      tls: version("@pulumi/tls"),
    },
  };
}
