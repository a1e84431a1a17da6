import { compareCloud, type Whose } from "./cloud";
import { besideTheStack } from "./compare/beside";
import { compareHost } from "./compare/host";
import type { Finding } from "./finding";
import type { Reading } from "./reading";
import type { Wanted } from "./wanted";
import type { Preview } from "../preview/events";

/** One side of the comparison; where it could not be read, why. */
export interface Part {
  findings: readonly Finding[];
  /** Null where it was read. */
  error: string | null;
}

/** What is not as it was applied, in words; plain data, of which nothing is a secret. */
export interface Drift {
  stack: string;
  result: "none" | "drift" | "failed";
  host: Part & {
    /** What is there beside what was applied. */
    beside: readonly string[];
    /** How much was compared, in words. */
    compared: string;
  };
  cloud: Part;
}

/** What came of the reading of one side. */
export type Outcome<Result> = { read: Result } | { error: string };

/** Both sides, each as far as it could be read. */
export function driftOf(
  whose: Whose,
  wanted: Wanted,
  host: Outcome<Reading>,
  cloud: Outcome<Preview>,
): Drift {
  const parts = {
    host: {
      ...part(host, (reading) => compareHost(wanted, reading)),
      beside: "read" in host ? besideTheStack(wanted, host.read) : [],
      compared: comparedOf(wanted),
    },
    cloud: part(cloud, (preview) => compareCloud(preview, whose)),
  };
  const both = [parts.host, parts.cloud];
  const failed = both.some(({ error }) => error !== null);
  const found = both.some(({ findings }) => findings.length > 0);
  return { stack: whose.stack, result: failed ? "failed" : found ? "drift" : "none", ...parts };
}

function part<Result>(
  outcome: Outcome<Result>,
  compare: (result: Result) => readonly Finding[],
): Part {
  if ("error" in outcome) return { findings: [], error: outcome.error };
  return { findings: compare(outcome.read), error: null };
}

function comparedOf(wanted: Wanted): string {
  const { files, folders, links, units, programs, listeners, packages, releases } = wanted;
  const counts = [
    [files.length, "file"],
    [folders.length, "folder"],
    [links.length, "link"],
    [units.length + programs.length, "unit"],
    [listeners.length, "listening socket"],
    [packages.length, "package"],
    [releases.length, "release"],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`)
    .join(", ");
}

/** 0: all is as it was applied; 2: something is not; 1: a side could not be read. */
export function exitCode({ result }: Drift): number {
  return { none: 0, failed: 1, drift: 2 }[result];
}
