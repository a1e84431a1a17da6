import { costSoFar } from "./cost";
import type { Expiry } from "./expiry";
import { isPast } from "./reap";
import type { StackFacts } from "./state";
import { describeSeconds } from "./ttl";

/** A throwaway stack as `npm run staging -- list` tells of it. */
export interface Row {
  name: string;
  cloud: "local" | "digitalocean";
  /** ISO 8601; null where nothing was made yet. */
  createdAt: string | null;
  /** ISO 8601; null where it cannot be read. */
  expiresAt: string | null;
  /** Below 0 once it is past its time. */
  secondsLeft: number | null;
  /** Null where it is not known; the local cloud costs nothing. */
  costUsd: number | null;
  url: string | null;
  state: string[];
}

/** What is told of a stack. */
export interface Listed {
  name: string;
  local: boolean;
  facts: StackFacts;
  expiry: Expiry;
  /** Whether its droplet is known to be gone. */
  dropletGone?: boolean;
}

export function toRow({ name, local, facts, expiry, dropletGone }: Listed, now: Date): Row {
  const { createdAt, droplet, url } = facts;
  const cost = droplet ? costSoFar(droplet, now) : 0;
  const left = expiry.at && Math.floor((expiry.at.getTime() - now.getTime()) / 1000);
  return {
    name,
    cloud: local ? "local" : "digitalocean",
    createdAt: createdAt?.toISOString() ?? null,
    expiresAt: expiry.at?.toISOString() ?? null,
    secondsLeft: left ?? null,
    costUsd: local ? 0 : cost === undefined ? null : Math.round(cost * 1e4) / 1e4,
    url: url ?? null,
    state: stateOf(facts, expiry, dropletGone ?? false, now),
  };
}

/** What is out of the ordinary; `up` where nothing is. */
function stateOf(facts: StackFacts, expiry: Expiry, dropletGone: boolean, now: Date): string[] {
  const { resources, pending, url } = facts;
  const words = [
    ...(isPast(expiry, now) ? ["expired"] : []),
    ...(resources === 0 && pending.length === 0 ? ["empty"] : []),
    ...(pending.length > 0 || (resources > 0 && url === undefined) ? ["unfinished"] : []),
    ...(dropletGone ? ["droplet gone"] : []),
    ...expiry.unreadable.map((place) => `${place} is no time`),
  ];
  return words.length === 0 ? ["up"] : words;
}

const HEAD = ["NAME", "CLOUD", "AGE", "TIME LEFT", "COST SO FAR", "URL", "STATE"];

/** The rows as a table, the one that ends first on top. */
export function renderTable(rows: readonly Row[], now: Date): string[] {
  const sorted = sortRows(rows);
  const cells = [HEAD, ...sorted.map((row) => cellsOf(row, now))];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

export function sortRows(rows: readonly Row[]): Row[] {
  return [...rows].sort(
    (one, other) =>
      (one.secondsLeft ?? -Infinity) - (other.secondsLeft ?? -Infinity) ||
      one.name.localeCompare(other.name),
  );
}

function cellsOf(row: Row, now: Date): string[] {
  const { createdAt, secondsLeft: left, costUsd: cost } = row;
  const age = createdAt && describeSeconds((now.getTime() - Date.parse(createdAt)) / 1000);
  const time =
    left === null ? "?" : left > 0 ? describeSeconds(left) : `over for ${describeSeconds(-left)}`;
  // Of the local cloud no sum is shown: what it would cost elsewhere is not what it costs.
  const sum = row.cloud === "local" ? "-" : cost === null ? "?" : `$${cost.toFixed(2)}`;
  return [row.name, row.cloud, age ?? "-", time, sum, row.url ?? "-", row.state.join(", ")];
}
