import type { Size } from "../../host/sizes";
import { byCores, fitting, LEAST_WORKER_MIB, RESERVE_MIB, workersFor } from "../../serve/sizing";
import type { CpuShares } from "./cpu";
import type { Finding } from "./finding";
import type { Memory } from "./memory";
import type { ProcessMemory } from "./processes";
import type { Readings } from "./readings";
import { count, mebibytes } from "./wording";

/**
 * Measured sizes are rounded up to whole steps of so many MiB, so that a worker that takes a page
 * more than the last time does not change what is suggested.
 */
const WORKER_STEP_MIB = 16;
const RESERVE_STEP_MIB = 64;

/** The CPU is underused from this idle share on: more workers could use it. */
export const IDLE = 0.5;

/**
 * How many workers the machine should have by the rule of `workersFor`, with what was measured in
 * the place of what is expected: the RAM that there is, the largest worker's, and that of all others.
 *
 * @returns the rule's own number where nothing was measured
 */
export function suggestWorkers(size: Size, { memory, workers, master }: Readings): number {
  const sizes = workers.flatMap((worker) => sizeOf(worker) ?? []);
  if (!memory || sizes.length === 0) return workersFor(size);
  const all = sizes.reduce((sum, each) => sum + each, (master && sizeOf(master)) ?? 0);
  const worker = roundUp(Math.max(LEAST_WORKER_MIB, ...sizes), WORKER_STEP_MIB);
  const others = roundUp(Math.max(0, memory.used - all), RESERVE_STEP_MIB);
  // The kernel's own part is taken off already, some 60 MiB of a size's RAM.
  const most = fitting(memory.total, Math.max(RESERVE_MIB, others), worker);
  return Math.max(1, Math.min(byCores(size.vcpus), most));
}

/** Without the proportional size, all that it may share counts in full: too much, not too little. */
function sizeOf({ pss, res }: ProcessMemory): number | undefined {
  return pss ?? res;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

export interface WorkerCircumstances {
  /** How many gunicorn was told to run; 0: unknown. */
  wanted: number;
  suggested: number;
  memory: Memory | undefined;
  cpu: CpuShares | undefined;
}

/** The rules of 6.2 on the number of workers. */
export function judgeWorkers(
  workers: readonly ProcessMemory[],
  { wanted, suggested, memory, cpu }: WorkerCircumstances,
): Finding[] {
  const running = workers.length;
  if (running === 0) return [];
  const sum = workers.reduce((total, worker) => total + (sizeOf(worker) ?? 0), 0);
  const common = {
    reading: `${count(running, "worker")}, ${mebibytes(sum / running)} each, ${mebibytes(sum)} in all`,
    limit: `${count(suggested, "worker")}: 4 on one core, else 2n + 1, as far as RAM holds them`,
    section: "6.2",
    lasting: false,
    advice: "",
  } as const;
  if (wanted > running) {
    return [
      {
        ...common,
        rule: "workersMissing",
        level: "warn",
        limit: `${wanted} wanted`,
        sentence: "not all workers run: they are being replaced, or die",
        advice: "look again in a minute, then at gunicorn's log",
      },
    ];
  }
  if (suggested > running) {
    const idle = cpu && cpu.id >= IDLE ? "the CPU is underused" : "the CPU allows it";
    return [
      {
        ...common,
        rule: "fewWorkers",
        level: "note",
        sentence: "there is RAM for more workers, which serve one request at a time each",
        advice: `if requests wait and ${idle}: ${setWorkers(suggested)}`,
      },
    ];
  }
  if (suggested > 0 && suggested < running) {
    return [
      {
        ...common,
        rule: "manyWorkers",
        level: "note",
        sentence:
          "each worker is a copy of the project in RAM, and these are more than the rule has",
        advice: memory ? `unless the RAM is to spare: ${setWorkers(suggested)}` : "",
      },
    ];
  }
  return [{ ...common, rule: "workers", level: "good", sentence: "as many as the rule has" }];
}

function setWorkers(number: number): string {
  return `npm run pulumi -- config set workers ${number}`;
}
