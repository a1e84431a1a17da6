import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Count } from "../lib/checks";
import { ROOT } from "../lib/project";
import { digestOf, treeFiles } from "../lib/tree-files";

/** What the world outside the tree gives, Debian's and Python's packages above all, changes as well. */
const HOLDS_MS = 24 * 60 * 60 * 1000;

const stored = z.object({
  digest: z.string(),
  at: z.iso.datetime(),
  count: z.object({ passed: z.number(), failed: z.literal(0) }),
});

/** What a check came to, and when (ISO 8601). */
export type Known = Pick<z.infer<typeof stored>, "count" | "at">;

/**
 * What passed, as `go test` keeps it of packages: a result holds for a day, and as long as nothing
 * has changed that the check reads. It stands in the checkout and nowhere else, so that a fresh clone
 * finds out everything by itself.
 */
export class KnownResults {
  constructor(private readonly folder = join(ROOT, ".local", "checks", "results")) {}

  /** @param digest of what it reads; see `inputsDigest` */
  find(check: string, digest: string, now = new Date()): Known | undefined {
    const known = this.read(check);
    if (known?.digest !== digest) return undefined;
    const age = now.getTime() - Date.parse(known.at);
    return age >= 0 && age < HOLDS_MS ? { count: known.count, at: known.at } : undefined;
  }

  /** From here on nothing is known of it: what is run again may fail, or be cut short. */
  forget(check: string): void {
    rmSync(this.file(check), { force: true });
  }

  /** Of no effect where anything failed, or nothing was tested. */
  keep(check: string, digest: string, { passed, failed }: Count, now = new Date()): void {
    if (failed > 0 || passed === 0) return;
    mkdirSync(this.folder, { recursive: true });
    const result = { digest, at: now.toISOString(), count: { passed, failed } };
    writeFileSync(this.file(check), JSON.stringify(result));
  }

  private read(check: string): z.infer<typeof stored> | undefined {
    try {
      return stored.parse(JSON.parse(readFileSync(this.file(check), "utf8")));
    } catch {
      // It was never kept, or cut by a power failure.
      return undefined;
    }
  }

  private file(check: string): string {
    return join(this.folder, `${check.replace(/[^a-z]+/g, "-")}.json`);
  }
}

/**
 * Of all that can change what a check comes to: the files that it reads, Node, the kernel, settings.
 *
 * @param tools what else it is run with, such as the engine that is installed
 */
export function inputsDigest(
  reads: (file: string) => boolean,
  tools: readonly string[] = [],
  env = process.env,
): string {
  const settings = Object.keys(env)
    .filter((name) => /^(DJANGO_DROPLET|PULUMI|DIGITALOCEAN)_/.test(name))
    .sort()
    .map((name) => `${name}=${env[name] ?? ""}`);
  return digestOf(treeFiles(".").filter(reads), [
    process.version,
    release(),
    ...tools,
    ...settings,
  ]);
}
