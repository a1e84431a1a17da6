import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { stackConfigFile } from "../lib/stack-config";
import { isLocalConfig, type Config, type Override } from "./config";
import type { Found } from "./survey";

const stackFile = z.object({
  config: z.record(z.string(), z.unknown()).nullish(),
  secretsprovider: z.string().optional(),
});

/** The stack whose config a throwaway one takes over. */
export interface Model {
  stack: string;
  config: Config;
  /** What encrypts its secrets; absent for the backend's own way. */
  secretsProvider?: string;
}

/** @throws one line, if the stack has no config here */
export function readModel(stack: string): Model {
  const file = stackConfigFile(stack);
  if (!existsSync(file)) {
    throw new Error(
      `--from "${stack}": there is no Pulumi.${stack}.yaml; name a stack that has one`,
    );
  }
  const { config, secretsprovider } = stackFile.parse(parse(readFileSync(file, "utf8")) ?? {});
  return {
    stack,
    config: config ?? {},
    ...(secretsprovider !== undefined && { secretsProvider: secretsprovider }),
  };
}

/**
 * Whether the stacks are for the local cloud: by their own config where they keep it, else by the
 * model's.
 *
 * @param kept the stacks that keep their config
 * @throws one line, where that is not said, or where not all are of the same cloud
 */
export function cloudOf(
  model: Model,
  overrides: readonly Override[],
  names: readonly string[],
  existing: ReadonlyMap<string, Found>,
  kept: (name: string) => boolean,
): boolean {
  const clouds = names.map((name) => {
    const local = isLocalConfig(kept(name) ? readModel(name).config : model.config, overrides);
    if (local === undefined) {
      throw new Error(
        `Pulumi.${model.stack}.yaml does not say which cloud: give --config cloud=local or cloud=digitalocean`,
      );
    }
    const other = existing.get(name);
    if (other && other.local !== local) {
      throw new Error(
        `stack "${name}" is ${cloudName(other.local)} and would be ${cloudName(local)} now: npm run staging -- down ${name} first`,
      );
    }
    return local;
  });
  const [first = false] = clouds;
  if (clouds.every((local) => local === first)) return first;
  throw new Error(
    "some of these stacks are on the local cloud and some at digitalocean: bring them up by one command each",
  );
}

function cloudName(local: boolean): string {
  return local ? "on the local cloud" : "at digitalocean";
}
