import type { Size } from "../host/sizes";

/** What the system, the web server and sshd keep for themselves, in MiB. */
export const RESERVE_MIB = 250;

/**
 * What one worker is expected to take, in MiB. Bare Django takes 34 (measured: gunicorn 26.1, sync,
 * proportional set size), projects in the field 80 to 300.
 */
export const WORKER_MIB = 128;

/** What a worker of bare Django takes, in MiB: no worker takes less. */
export const LEAST_WORKER_MIB = 34;

/** The most workers that a core should have: "two to five workers per processor core" (6.2). */
export const MOST_PER_CORE = 5;

/**
 * How many worker processes a site gets when nobody says: 4 on one core, else 2n + 1 on n, but
 * not more than its memory holds, and at least one. Depends on the size alone, so that a preview
 * shows the number before there is a machine, and a site's does not change as others come and go.
 */
export function workersFor(size: Size): number {
  const most = fitting(size.memoryMiB, RESERVE_MIB, WORKER_MIB);
  return Math.max(1, Math.min(byCores(size.vcpus), most));
}

/** How many workers so many cores can use. */
export function byCores(cores: number): number {
  return cores === 1 ? 4 : 2 * cores + 1;
}

/** How many workers memory holds, beside the reserve; all in MiB. */
export function fitting(memoryMiB: number, reserveMiB: number, workerMiB: number): number {
  return Math.max(0, Math.floor((memoryMiB - reserveMiB) / workerMiB));
}
