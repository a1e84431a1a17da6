import { cpus } from "node:os";
import { run } from "../../../local/hosts/system/exec";

/** What one run of wrk has seen. */
export interface WrkReport {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  /** Milliseconds. */
  readonly p99: number;
  /** Answers of 400 and above, connections that broke, and requests without an answer in time. */
  readonly failed: number;
}

/** One load: as many connections as are named, each of which asks again once it is answered. */
export interface Load {
  readonly url: string;
  /** The Host header, where it is not the URL's. */
  readonly host?: string;
  readonly connections: number;
  readonly seconds: number;
  /** The network namespace that it runs in. */
  readonly namespace: string;
  /** The processors that are the server's: wrk takes the others, where there are any. */
  readonly serverCpus: string;
}

/** After so many seconds an answer is no answer: what a web server in front waits at most. */
const TIMEOUT_SECONDS = 60;

/** Runs wrk (Debian's). It belongs to none of the server's cgroups, so the size's limits are not its own. */
export async function runWrk(load: Load): Promise<WrkReport> {
  const { namespace, connections, seconds, host, url } = load;
  const others = otherCpus(load.serverCpus, cpus().length);
  const output = await run("ip", [
    ...["netns", "exec", namespace],
    ...(others === "" ? [] : ["taskset", "--cpu-list", others]),
    ...["wrk", "--threads=1", `--connections=${connections}`, `--duration=${seconds}s`],
    ...["--latency", `--timeout=${TIMEOUT_SECONDS}s`],
    ...(host === undefined ? [] : ["--header", `Host: ${host}`]),
    url,
  ]);
  return parseWrk(output);
}

/** The machine's processors that are not in a list such as `0,1`; empty if none is left. */
export function otherCpus(list: string, count: number): string {
  const taken = list.split(",").filter(Boolean).map(Number);
  return Array.from({ length: count }, (_, cpu) => cpu)
    .filter((cpu) => !taken.includes(cpu))
    .join(",");
}

/**
 * What wrk printed with `--latency`; all times are 0 where nothing was answered.
 *
 * @throws if it is not that
 */
export function parseWrk(output: string): WrkReport {
  const errors = /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/m
    .exec(output)
    ?.slice(1)
    .map(Number);
  const refused = /^\s*Non-2xx or 3xx responses: (\d+)/m.exec(output)?.[1] ?? "0";
  return {
    requests: number(output, /^\s*(\d+) requests in /m),
    requestsPerSecond: number(output, /^Requests\/sec:\s+([\d.]+)/m),
    p50: percentile(output, 50),
    p99: percentile(output, 99),
    failed: [...(errors ?? []), Number(refused)].reduce((sum, count) => sum + count, 0),
  };
}

const MILLISECONDS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };

function percentile(output: string, percent: number): number {
  const [, value, unit] =
    new RegExp(`^\\s*${percent}%\\s+([\\d.]+)(us|ms|s|m)\\s*$`, "m").exec(output) ?? [];
  const factor = MILLISECONDS[unit ?? ""];
  if (factor === undefined) throw new Error(`wrk told no percentile ${percent}:\n${output}`);
  return Number((Number(value) * factor).toPrecision(6));
}

function number(output: string, pattern: RegExp): number {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Error(`wrk printed no ${pattern.source}:\n${output}`);
  return Number(found);
}
