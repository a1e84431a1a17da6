import { z } from "zod";
import { machineItems, totalUsd } from "../../components/host/cost";
import { findSize, pricesAsOf } from "../../components/host/sizes";
import type { Preview, Side } from "./events";
import { dropletOf, TYPES } from "./resources";
import { textOf } from "./values";

/** What one thing costs a month, in US dollars; undefined for a size that is not in the table. */
export interface CostChange {
  /** `droplet`, `backups` …, and `total`. */
  what: string;
  before: number | undefined;
  after: number | undefined;
}

/** What the stack costs a month at DigitalOcean, by the bundled table of sizes. */
export interface CostChanges {
  /** The local cloud costs nothing, so there they are what a stack like it would cost. */
  local: boolean;
  /** The day of the prices, `2026-12-31`. */
  asOf: string;
  items: readonly CostChange[];
}

/** As the program tells it of itself. */
const told = z.object({
  costs: z.object({ items: z.array(z.object({ what: z.string(), usd: z.number() })) }),
});

/** US dollars by what costs; undefined where it is not known. */
type Prices = ReadonlyMap<string, number> | undefined;

/** Undefined where the stack has no droplet, and gets none. */
export function costsOf(preview: Preview): CostChanges | undefined {
  const droplet = dropletOf(preview);
  if (!droplet) return undefined;
  const server = preview.resources.find(({ type }) => type === TYPES.server);
  const isGone = droplet.action === "delete";
  const before = sidePrices(droplet.old, server?.old);
  const after = isGone ? new Map<string, number>() : sidePrices(droplet.new, server?.new);
  const names = new Set(["droplet", ...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return {
    local: preview.config["django-droplet:cloud"] === "local",
    asOf: pricesAsOf,
    items: [
      ...[...names].map((what) => ({
        what,
        before: before && (before.get(what) ?? 0),
        after: after && (after.get(what) ?? 0),
      })),
      { what: "total", before: sum(before), after: sum(after) },
    ],
  };
}

/** A state that is older tells nothing, and has nothing that costs but the droplet and its backups. */
function sidePrices(droplet: Side | undefined, server: Side | undefined): Prices {
  if (!droplet) return new Map();
  const { success, data } = told.safeParse(server?.outputs);
  if (success) return byName(data.costs.items);
  const size = findSize(textOf(droplet.inputs, "size") ?? "");
  const backups = droplet.inputs["backups"] === true;
  return size && byName(machineItems({ size, backups }));
}

function byName(items: readonly { what: string; usd: number }[]): Map<string, number> {
  return new Map(items.map(({ what, usd }) => [what, usd]));
}

function sum(prices: Prices): number | undefined {
  return prices && totalUsd({ items: [...prices].map(([what, usd]) => ({ what, usd })) });
}
