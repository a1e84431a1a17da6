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
 * It is the whole machine's number, for the workers of all its sites together.
 *
 * @returns the rule's own number where nothing was measured
 */
export function suggestWorkers(size: Size, { memory, workers, masters }: Readings): number {
  const sizes = workers.flatMap((worker) => sizeOf(worker) ?? []);
  if (!memory || sizes.length === 0) return workersFor(size);
  const all = [...workers, ...masters].reduce((sum, each) => sum + (sizeOf(each) ?? 0), 0);
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
  /** How many all sites together should have; 0: unknown. */
  wanted: number;
  /** How many sites share the machine. */
  sites: number;
  suggested: number;
  memory: Memory | undefined;
  cpu: CpuShares | undefined;
}

/** The rules of 6.2 on the number of workers. */
export function judgeWorkers(
  workers: readonly ProcessMemory[],
  { wanted, sites, suggested, memory, cpu }: WorkerCircumstances,
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
        advice: "look again in a minute, then at the application server's log",
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
        sentence: "there is RAM for more workers, which serve more requests at a time",
        advice: `if requests wait and ${idle}: ${setWorkers(suggested, sites)}`,
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
        advice: memory ? `unless the RAM is to spare: ${setWorkers(suggested, sites)}` : "",
      },
    ];
  }
  return [{ ...common, rule: "workers", level: "good", sentence: "as many as the rule has" }];
}

/** Several sites have their workers each in its own settings, and how to share them out is a choice. */
function setWorkers(number: number, sites: number): string {
  if (sites > 1) return `workers of all ${sites} sites that add up to ${number}`;
  return `npm run pulumi -- config set workers ${number}`;
}
