import { COMBINATIONS, type Choice } from "../../../components/serve/choices";
import { startCloud } from "../../../local/cloud";
import { ensurePackages } from "../../../local/cloud/packages";
import { ensureEngine } from "../../../local/engine/setup";
import { hostName } from "../../../local/hosts/names";
import { runningShares } from "../../../local/hosts/resources/processors";
import { ROOT } from "../../../scripts/lib/project";
import { thisCloud } from "../../e2e/support/cloud";
import { removeLeftStacks } from "../../e2e/support/left-stacks";
import { Stack } from "../../e2e/support/stack";
import { waitFor } from "../../e2e/support/wait-for";
import { stopping } from "../interrupt";
import { turns } from "../rounds";
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
  /** What a run before has measured that this one goes on with. @default nothing */
  readonly before?: readonly ServingResult[];
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
  const { rounds, report, keep, before = [], only = [] } = options;
  const wanted = ways(COMBINATIONS).filter(
    ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  await ensurePackages(["wrk"], report);
  await Promise.all([ensureEngine(report), startCloud(ROOT, report)]);
  await removeLeftStacks(report);
  const results = new Map(before.map((result) => [result.name, result]));
  const taken = ({ name }: Way) => results.get(name)?.requestsPerSecond.length ?? 0;
  const host = new ServedHost();
  try {
    for (const { round, competitor: way } of turns(wanted, rounds, taken)) {
      stopping.throwIfAborted();
      const seen = await host.measure(way);
      // A load that Ctrl-C has cut short is none.
      stopping.throwIfAborted();
      report(`round ${round} of ${rounds}: ${way.name}: ${lineOf(seen)}`);
      results.set(way.name, withReport(seen, results.get(way.name) ?? nothingOf(way.name)));
      keep([...results.values()]);
    }
  } finally {
    await host.dispose();
  }
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
      stopping.throwIfAborted();
      const { requests, failed } = await runWrk({ ...load, seconds: WARM_UP_SECONDS });
      return requests > 0 && failed === 0;
    });
    return runWrk({ ...load, seconds: SECONDS });
  }
}

function lineOf({ requestsPerSecond, p50, p99, failed }: WrkReport): string {
  return `${Math.round(requestsPerSecond)} requests/s, p50 ${p50} ms, p99 ${p99} ms, ${failed} failed`;
}

const nothingOf = (name: string): ServingResult => ({
  ...{ name, requestsPerSecond: [], p50: [], p99: [], failed: 0 },
});

function withReport(seen: WrkReport, result: ServingResult): ServingResult {
  return {
    name: result.name,
    requestsPerSecond: [...result.requestsPerSecond, seen.requestsPerSecond],
    p50: [...result.p50, seen.p50],
    p99: [...result.p99, seen.p99],
    failed: result.failed + seen.failed,
  };
}
