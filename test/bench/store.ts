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

/** When, where and of which commit something was measured. */
export type Circumstances = Omit<Measured<never>, "results">;

/** What a part measured last, here or else as it was published; undefined where it never was. */
export function readPart<Kept>(
  part: string,
  folders: readonly string[] = [STORE, PUBLISHED],
): Kept | undefined {
  const file = folders.map((folder) => join(folder, `${part}.json`)).find(existsSync);
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, "utf8")) as Kept);
}

/** Whole or not at all: a run that is killed leaves what was there before. */
export function writePart(part: string, kept: object, folder = STORE): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${part}.json`);
  writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * Whether what was measured before can be gone on with: of the same commit on the same machine, or by
 * the same run. Which changes there were beside a commit nobody knows any more.
 */
export function continues(before: Circumstances, now: Circumstances): boolean {
  if (before.measuredAt === now.measuredAt) return true;
  return place(before) === place(now) && !now.commit.endsWith("+");
}

/** Equal for what was measured of the same commit on the same machine. */
export function place({ commit, machine: { loadBefore: _, ...machine } }: Circumstances): string {
  return JSON.stringify([commit, machine]);
}

/** To be asked before the first measurement. */
export function circumstances(): Circumstances {
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

/** The docs, into which the bench itself writes, change nothing that is measured. */
function currentCommit(): string {
  const changes = git("status", "--porcelain", "--", ":!docs").length === 0 ? "" : "+";
  return `${git("rev-parse", "--short=12", "HEAD").join("")}${changes}`;
}
