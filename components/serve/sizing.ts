import type { Size } from "../host/sizes";

/** What the system, nginx and sshd keep for themselves, in MiB. */
export const RESERVE_MIB = 250;

/**
 * What one worker is expected to take, in MiB. Bare Django takes 34 (measured: gunicorn 26.1, sync,
 * proportional set size), projects in the field 80 to 300.
 */
export const WORKER_MIB = 128;

/** What a worker of bare Django takes, in MiB: no worker takes less. */
export const LEAST_WORKER_MIB = 34;

/**
 * How many gunicorn workers a droplet gets when nobody says: 4 on one core, else 2n + 1 on n, but
 * not more than its memory holds, and at least one. Depends on the size alone, so that a preview
 * shows the number before there is a machine.
 */
export function workersFor(size: Size): number {
  const byCores = size.vcpus === 1 ? 4 : 2 * size.vcpus + 1;
  return Math.max(1, Math.min(byCores, fitting(size, WORKER_MIB)));
}

/** How many workers can fit at all: with more even bare Django would live in swap. */
export function mostWorkersFor(size: Size): number {
  return Math.max(1, fitting(size, LEAST_WORKER_MIB));
}

function fitting(size: Size, workerMiB: number): number {
  return Math.floor((size.memoryMiB - RESERVE_MIB) / workerMiB);
}
