import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { verdict, type Count } from "./checks";
import { ROOT } from "./project";
import { digestOf, treeFiles } from "./tree-files";

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
  // Of all that may say what a type is.
  const name = digestOf(treeFiles(".").filter((path) => /\.(ts|mts|json|mjs|js)$/.test(path)));
  for (const other of readdirSync(folder)) if (other !== name) rmSync(join(folder, other));
  return verdict(join(BIN, "eslint"), [...BY_CONTENT, join(folder, name), "."]);
}
