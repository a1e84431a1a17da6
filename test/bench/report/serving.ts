import { table } from "../../../scripts/preview/markdown";
import type { ServingResult } from "../types";
import { ratio, spread, tooFew } from "./format";
import { summarize } from "./statistics";

/** In its name: the project as it is when nobody chooses, with which the others are compared. */
const DEFAULTS = "(the defaults)";

/** One table. */
export function servingSections(results: readonly ServingResult[]): string[] {
  const rows = results.map(({ name, requestsPerSecond, p50, p99, failed }) => ({
    ...{ name, failed },
    requests: summarize(requestsPerSecond),
    p50: summarize(p50),
    p99: summarize(p99),
  }));
  if (rows.length === 0) return [];
  const base = rows.find(({ name }) => name.endsWith(DEFAULTS))?.requests;
  return [
    table(
      ["", "requests a second", "to the defaults", "p50, ms", "p99, ms", "failed"],
      rows.map(({ name, failed, requests, p50, p99 }) => [
        name,
        spread(requests),
        ratio(requests, base),
        spread(p50),
        spread(p99),
        String(failed),
      ]),
    ),
    tooFew(rows.map(({ requests }) => requests)),
  ];
}
