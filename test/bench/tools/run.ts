import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SourceCopy } from "../../e2e/support/source-copy";
import { endState } from "../end-state";
import type { Hosts } from "../hosts";
import type { Peer, Sample, Target, Wanted } from "../types";
import type { Samples } from "./samples";
import type { Figure } from "./figures";

/** What all measurements of part `tools` share. */
export interface Run {
  readonly hosts: Hosts;
  readonly samples: Samples;
  readonly figures: readonly Figure[];
  readonly rounds: number;
  /** Takes a sample down, tells it, and keeps it on the disk. */
  readonly take: (figure: Figure, peer: string, round: number, sample: Sample) => void;
}

/** What every tool is told at first. */
const WORKERS = 4;

/** Lets a measurement have a copy of the example that it may change. */
export async function withSource(
  work: (source: SourceCopy, wanted: Wanted) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-source-"));
  const source = new SourceCopy(join(folder, "hello"));
  try {
    source.restore();
    await work(source, { source: source.directory, project: "hello", workers: WORKERS });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lets a measurement have fresh targets, which the peer has forgotten when they are gone. */
export async function withTargets(
  { hosts }: Pick<Run, "hosts">,
  peer: Peer,
  count: number,
  work: (targets: readonly Target[]) => Promise<void>,
): Promise<void> {
  const targets = await hosts.make(count);
  try {
    await work(targets);
  } finally {
    try {
      await peer.forget?.(targets);
    } finally {
      await hosts.remove(targets);
    }
  }
}

/** @throws with all that is not as it has to be: a time for something else is none */
export async function requireEndState(
  peer: string,
  targets: readonly Target[],
  wanted: Wanted,
  text?: string,
): Promise<void> {
  const found = await Promise.all(targets.map((target) => endState(target, wanted, text)));
  const lines = found.flat();
  if (lines.length > 0) {
    throw new Error(`${peer} has not made what it was told:\n  ${lines.join("\n  ")}`);
  }
}
