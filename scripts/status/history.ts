import type { Snapshot } from "./snapshot";

/** One moment of a watched host; undefined where it could not be read. Shares are of 1. */
export interface Moment {
  at: Date;
  used: number | undefined;
  cache: number | undefined;
  /** All CPU time that was not idle. */
  busy: number | undefined;
  /** The 1-minute load. */
  load: number | undefined;
  /** MiB of all workers, of all sites. */
  workers: number | undefined;
}

/** How many moments are kept: at one in 3 seconds, half an hour. */
export const KEPT = 600;

/** The history with one more moment, the oldest gone where there are too many. */
export function remember(history: readonly Moment[], snapshot: Snapshot, kept = KEPT): Moment[] {
  return [...history, momentOf(snapshot)].slice(-kept);
}

function momentOf({ at, readings }: Snapshot): Moment {
  const { memory, cpu, load, workers } = readings;
  const sizes = workers.map(({ pss, res }) => pss ?? res ?? 0);
  return {
    at,
    used: memory && memory.used / memory.total,
    cache: memory && memory.cache / memory.total,
    busy: cpu && 1 - cpu.id,
    load: load?.one,
    workers: sizes.reduce((sum, each) => sum + each, 0),
  };
}
