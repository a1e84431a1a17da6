import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { BrokenConnection, headingOf, send, type Answer } from "./http";

/** Bounds of one load, so that a test that hangs does not keep a server busy for ever. */
const MOST_REQUESTS = 20_000;
const MOST_MS = 180_000;
/** Between two requests of one client: steady use, and not a race for the processor. */
const PACE_MS = 80;

/** What a load has seen. */
export interface LoadReport {
  requests: number;
  /** Requests without an answer of 200. */
  failed: number;
  /** How failures looked, each with how often it was: `502`, `ECONNREFUSED`. */
  failures: Record<string, number>;
  /** The longest time in which no request succeeded and some failed. */
  outageMs: number;
  /** The longest time from a connection that was refused to the next one that was not. */
  refusedMs: number;
  /** Headings of the pages, each with how often it was. */
  pages: Record<string, number>;
  /** Idle connections that the server closed while the next request was on its way. */
  reopened: number;
}

/**
 * Steady requests until it is stopped: for each URL one client that opens a connection for each
 * request, and one that keeps its connection.
 */
export class Load {
  readonly #report: LoadReport = {
    ...{ requests: 0, failed: 0, failures: {}, outageMs: 0, refusedMs: 0 },
    ...{ pages: {}, reopened: 0 },
  };
  #downSince: number | undefined;
  #refusedSince: number | undefined;
  readonly #end = performance.now() + MOST_MS;
  readonly #clients: Promise<void>[];
  #stopped = false;

  constructor(urls: readonly string[], headers: Record<string, string> = {}) {
    this.#clients = urls.flatMap((url) => [
      this.#client(() => send(url, { headers })),
      this.#keepingClient(url, headers),
    ]);
  }

  get requests(): number {
    return this.#report.requests;
  }

  /** Lets the requests that are under way end. */
  async stop(): Promise<LoadReport> {
    this.#stopped = true;
    await Promise.all(this.#clients);
    return this.#report;
  }

  async #keepingClient(url: string, headers: Record<string, string>): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () => send(url, { headers, agent });
    await this.#client(() =>
      ask().catch((error: unknown) => {
        // A server may close an idle connection at any time (RFC 9112, 9.5): clients ask again.
        if (!(error instanceof BrokenConnection) || !error.reusedSocket) throw error;
        this.#report.reopened += 1;
        return ask();
      }),
    );
    agent.destroy();
  }

  async #client(ask: () => Promise<Answer>): Promise<void> {
    const report = this.#report;
    while (!this.#stopped && report.requests < MOST_REQUESTS && performance.now() < this.#end) {
      report.requests += 1;
      const began = performance.now();
      try {
        const { status, body } = await ask();
        this.#accept(began);
        if (status === 200) this.#succeed(headingOf(body));
        else this.#fail(String(status), began);
      } catch (error) {
        if (!(error instanceof BrokenConnection)) throw error;
        if (error.code === "ECONNREFUSED") this.#refuse(began);
        else this.#accept(began);
        this.#fail(error.code, began);
      }
      await delay(PACE_MS);
    }
  }

  #succeed(page: string): void {
    count(this.#report.pages, page);
    this.#downSince = undefined;
  }

  #refuse(began: number): void {
    this.#refusedSince ??= began;
    this.#countRefused(performance.now());
  }

  /** One that began before says nothing of the time since. */
  #accept(began: number): void {
    if (began < (this.#refusedSince ?? Infinity)) return;
    this.#countRefused(began);
    this.#refusedSince = undefined;
  }

  #countRefused(until: number): void {
    const refusedMs = Math.round(until - (this.#refusedSince ?? until));
    this.#report.refusedMs = Math.max(this.#report.refusedMs, refusedMs);
  }

  #fail(how: string, began: number): void {
    this.#report.failed += 1;
    count(this.#report.failures, how);
    this.#downSince ??= began;
    const downMs = Math.round(performance.now() - this.#downSince);
    this.#report.outageMs = Math.max(this.#report.outageMs, downMs);
  }
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** Runs `work` under load and prints what the load has seen. */
export async function underLoad(
  what: string,
  urls: readonly string[],
  work: () => Promise<unknown>,
  headers: Record<string, string> = {},
): Promise<LoadReport> {
  const load = new Load(urls, headers);
  let report: LoadReport;
  try {
    await work();
  } finally {
    report = await load.stop();
  }
  const { requests, failed, failures, outageMs, refusedMs, reopened } = report;
  const times = `${outageMs} ms, refused for ${refusedMs} ms`;
  const detail = failed === 0 ? "" : ` ${JSON.stringify(failures)} for ${times}`;
  process.stderr.write(
    `${what}: ${requests} requests, ${failed} failed${detail}, ${reopened} connections reopened\n`,
  );
  return report;
}
