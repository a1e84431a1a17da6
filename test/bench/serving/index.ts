import { COMBINATIONS, type Choice } from "../../../components/serve/choices";
import { startCloud } from "../../../local/cloud";
import { ensurePackages } from "../../../local/cloud/packages";
import { ensureEngine } from "../../../local/engine/setup";
import { hostName } from "../../../local/hosts/names";
import { runningShares } from "../../../local/hosts/resources/processors";
import { ROOT } from "../../../scripts/lib/project";
import { thisCloud } from "../../e2e/support/cloud";
import { Stack } from "../../e2e/support/stack";
import { waitFor } from "../../e2e/support/wait-for";
import type { ServingResult } from "../types";
import { ways, type Way } from "./ways";
import { runWrk, type WrkReport } from "./wrk";

/**
 * One processor, so that on a machine with two the load tool has one of its own; and the memory for
 * two sets of workers.
 */
export const SIZE = "s-1vcpu-2gb";
/** More than the workers, so that the server always has something to do. */
export const CONNECTIONS = 32;
export const WARM_UP_SECONDS = 2;
export const SECONDS = 8;

export interface ServingOptions {
  readonly rounds: number;
  readonly report: (line: string) => void;
  /** Takes all that there is so far, after each load. */
  readonly keep: (results: readonly ServingResult[]) => void;
  /** Names of ways, or parts of them. @default all */
  readonly only?: readonly string[];
}

/**
 * How many requests a second each way to serve the example answers, and how fast. One droplet of a
 * fixed size is moved from one to the next, round after round, so that all have the same machine and
 * what changes on it meanwhile meets them all. wrk asks from within the droplet's network namespace,
 * by its address (or by loopback, where only that is bound): no way has a longer path than another,
 * and the size's limits are the droplet's alone.
 */
export async function measureServing(options: ServingOptions): Promise<void> {
  const { rounds, report, keep, only = [] } = options;
  const wanted = ways(COMBINATIONS).filter(
    ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  await ensurePackages(["wrk"], report);
  await Promise.all([ensureEngine(report), startCloud(ROOT, report)]);
  const runs: Run[] = wanted.map((way) => ({ way, reports: [] }));
  const host = new ServedHost();
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const { way, reports } of runs) {
        const seen = await host.measure(way);
        report(`round ${round} of ${rounds}: ${way.name}: ${lineOf(seen)}`);
        reports.push(seen);
        keep(measuredOf(runs));
      }
    }
  } finally {
    await host.dispose();
  }
}

/** A way, and what each round has seen of it. */
interface Run {
  way: Way;
  reports: WrkReport[];
}

/** Those that have been measured. */
function measuredOf(runs: readonly Run[]): ServingResult[] {
  return runs
    .filter(({ reports }) => reports.length > 0)
    .map(({ way, reports }) => resultOf(way.name, reports));
}

/** The droplet, and what it serves by at the moment. */
class ServedHost {
  readonly #stack = new Stack("bench-serving");
  #choice: Choice | undefined;

  async measure(way: Way): Promise<WrkReport> {
    await this.#moveTo(way.choice);
    if (!way.instead) return this.#load(way);
    const { serviceStatus } = await this.#stack.outputs();
    await this.#stack.ssh(way.instead.start(Number(serviceStatus["workers"])));
    try {
      return await this.#load(way);
    } finally {
      await this.#stack.ssh(way.instead.stop);
    }
  }

  dispose(): Promise<void> {
    return this.#stack.dispose();
  }

  async #moveTo(choice: Choice): Promise<void> {
    if (JSON.stringify(choice) === JSON.stringify(this.#choice)) return;
    if (this.#choice) this.#stack.setConfig({ ...choice });
    else await this.#stack.init({ ...choice, size: SIZE });
    await this.#stack.up();
    this.#choice = choice;
  }

  async #load({ port, path, instead }: Way): Promise<WrkReport> {
    const { host: address } = await this.#stack.connection();
    const id = await this.#stack.dropletId();
    const namespace = hostName(thisCloud(), id);
    const load = {
      url: `http://${instead ? "127.0.0.1" : address}:${port}${path}`,
      // The name that the example allows.
      host: address,
      connections: CONNECTIONS,
      namespace,
      serverCpus: runningShares().get(namespace)?.join(",") ?? "",
    };
    await waitFor(`an answer of ${load.url}`, async () => {
      const { requests } = await runWrk({ ...load, seconds: WARM_UP_SECONDS });
      return requests > 0;
    });
    return runWrk({ ...load, seconds: SECONDS });
  }
}

function lineOf({ requestsPerSecond, p50, p99, failed }: WrkReport): string {
  return `${Math.round(requestsPerSecond)} requests/s, p50 ${p50} ms, p99 ${p99} ms, ${failed} failed`;
}

function resultOf(name: string, reports: readonly WrkReport[]): ServingResult {
  return {
    name,
    requestsPerSecond: reports.map(({ requestsPerSecond }) => requestsPerSecond),
    p50: reports.map(({ p50 }) => p50),
    p99: reports.map(({ p99 }) => p99),
    failed: reports.reduce((sum, { failed }) => sum + failed, 0),
  };
}
