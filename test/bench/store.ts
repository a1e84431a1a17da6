import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../scripts/lib/project";
import { git } from "../../scripts/lib/tree-files";
import type { Machine, Measured } from "./types";

/** Where each part of the bench keeps what it measured. */
export const STORE = join(ROOT, ".local", "bench");
/** Every sample that the page was written from last, for whoever goes on with it, or counts anew. */
export const PUBLISHED = join(ROOT, "docs", "benchmarks");

/** What a part measured last, here or else as it was published; undefined where it never was. */
export function readPart<Results>(
  part: string,
  folders: readonly string[] = [STORE, PUBLISHED],
): Measured<Results> | undefined {
  const file = folders.map((folder) => join(folder, `${part}.json`)).find(existsSync);
  return file === undefined
    ? undefined
    : (JSON.parse(readFileSync(file, "utf8")) as Measured<Results>);
}

/** Whole or not at all: a run that is killed leaves what was there before. */
export function writePart<Results>(
  part: string,
  measured: Measured<Results>,
  folder = STORE,
): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${part}.json`);
  writeFileSync(`${file}.new`, `${JSON.stringify(measured, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** When, where and of what: to be asked before the first measurement. */
export function circumstances(): Omit<Measured<never>, "results"> {
  return {
    measuredAt: new Date().toISOString(),
    commit: currentCommit(),
    machine: thisMachine(),
  };
}

function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryMib: Math.round(totalmem() / 2 ** 20),
    ...{ kernel: release(), node: process.version },
    loadBefore: loadavg()[0] ?? 0,
  };
}

function currentCommit(): string {
  const changes = git("status", "--porcelain").length === 0 ? "" : "+";
  return `${git("rev-parse", "--short=12", "HEAD").join("")}${changes}`;
}
