import type { Size } from "../host/sizes";
import { fitting, MOST_PER_CORE, RESERVE_MIB, WORKER_MIB, workersFor } from "../serve/sizing";
import { Refusal } from "./refusal";
import { show } from "./wording";

/** A number of workers, or `auto`. */
export type Workers = number | "auto";

export function parseWorkers(text: string): Workers {
  if (text === "auto") return text;
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new Refusal(`${show(text)} is not a number of workers; give auto or a number from 1`);
}

/** The number of workers for a size; one that a person gives is taken as it is. */
export function chooseWorkers(workers: Workers, size: Size): number {
  return workers === "auto" ? workersFor(size) : workers;
}

/**
 * What to warn of where the number of workers is outside of the rule (6.2): more than memory is
 * expected to hold, more than the cores can use, or fewer than the cores. It is no refusal, since
 * only whoever knows the project knows what a worker of it takes.
 *
 * @returns one line, or undefined where all is well
 */
export function workersWarning(workers: number, size: Size): string | undefined {
  const { slug, vcpus, memoryMiB } = size;
  const auto = `auto would be ${workersFor(size)}`;
  const fit = fitting(memoryMiB, RESERVE_MIB, WORKER_MIB);
  if (workers > Math.max(1, fit)) {
    const need = RESERVE_MIB + workers * WORKER_MIB;
    return `workers: ${workers} on ${slug} will need about ${need} MiB of its ${memoryMiB} MiB of RAM (${RESERVE_MIB} for the system and ${WORKER_MIB} a worker, so ${fit} fit); ${auto}, or choose a larger size`;
  }
  if (workers > MOST_PER_CORE * vcpus) {
    return `workers: ${workers} are more than 2 to ${MOST_PER_CORE} a core, ${MOST_PER_CORE * vcpus} on ${slug}: they will need about ${workers * WORKER_MIB} MiB of RAM and mostly wait for its cores; ${auto}`;
  }
  if (workers < vcpus) {
    return `workers: ${workers} cannot use the ${vcpus} cores of ${slug}, since each serves one request at a time; 2 to ${MOST_PER_CORE} a core is the rule; ${auto}`;
  }
  return undefined;
}
