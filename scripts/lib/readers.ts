import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { verdict, type Count } from "./checks";
import { ROOT } from "./project";
import { treeFiles } from "./tree-files";

const BIN = join(ROOT, "node_modules", ".bin");
/** What the tools know of files that are as they were when it found nothing. */
const KNOWN = join(ROOT, ".local", "checks");

/** By content: a checkout gives each file another time. */
const BY_CONTENT = ["--cache", "--cache-strategy", "content", "--cache-location"];

export function prettier(): Promise<Count> {
  const cache = [...BY_CONTENT, join(KNOWN, "prettier")];
  return verdict(join(BIN, "prettier"), ["--check", "--log-level=warn", ...cache, "."]);
}

/** tsc itself follows from a file to those that depend on it. */
export function types(): Promise<Count> {
  const cache = ["--incremental", "--tsBuildInfoFile", join(KNOWN, "types.tsbuildinfo")];
  return verdict(join(BIN, "tsc"), ["--noEmit", ...cache]);
}

/** Its rules ask for types, so that what it found in one file holds only as long as all files do. */
export function eslint(): Promise<Count> {
  const folder = join(KNOWN, "eslint");
  mkdirSync(folder, { recursive: true });
  const name = treeDigest();
  for (const other of readdirSync(folder)) if (other !== name) rmSync(join(folder, other));
  return verdict(join(BIN, "eslint"), [...BY_CONTENT, join(folder, name), "."]);
}

/** Of all that may say what a type is. */
function treeDigest(): string {
  const hash = createHash("sha256");
  for (const file of treeFiles(".").filter((path) => /\.(ts|mts|json|mjs|js)$/.test(path))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
