import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const TREE = join(__dirname, "../..");

/** What the API process is made of. */
const SOURCES = [
  ...["local/api", "local/hosts", "local/register.ts"],
  ...["components/host/size-table.ts", "components/host/sizes.tsv"],
];

/** Digest of the tree's sources: an API with another one is older than the tree. */
export function sourceDigest(tree = TREE): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((source) => filesOf(tree, source)).sort()) {
    const content = readFileSync(join(tree, path));
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

function filesOf(tree: string, path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(tree, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .flatMap((entry) =>
      entry.isDirectory() ? filesOf(tree, join(path, entry.name)) : join(path, entry.name),
    );
}
