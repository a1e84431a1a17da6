import { resolve } from "node:path";
import { z } from "zod";
import { digestOf } from "../../components/app/source-digest";
import { listSourceFiles } from "../../components/app/source-files";
import { NAMESPACE } from "../../components/settings/setting-error";
import type { Preview } from "./events";

const source = z.object({ directory: z.string() });
const sites = z.array(z.object({ source: source.optional() }));

/**
 * The stack's source directories by the digest of what they hold, which is how a release names its
 * source. Without those that cannot be read: the program says what is wrong with them.
 */
export function sourcesByDigest({ config }: Preview, root: string): Map<string, string> {
  const entries = sites.safeParse(valueOf(config, "sites")).data ?? [];
  const directories = [...entries.map((entry) => entry.source), single(config)].flatMap((found) =>
    found ? [resolve(root, found.directory)] : [],
  );
  return new Map(
    [...new Set(directories)].flatMap((directory) => {
      const digest = digestAt(directory);
      return digest === undefined ? [] : [[digest, directory] as const];
    }),
  );
}

function single(config: Preview["config"]): z.infer<typeof source> | undefined {
  return source.safeParse(valueOf(config, "source")).data;
}

function digestAt(directory: string): string | undefined {
  try {
    return digestOf(directory, listSourceFiles(directory));
  } catch {
    return undefined;
  }
}

/** The engine hands objects over as JSON. */
function valueOf(config: Preview["config"], key: string): unknown {
  try {
    return JSON.parse(config[`${NAMESPACE}:${key}`] ?? "");
  } catch {
    return undefined;
  }
}
