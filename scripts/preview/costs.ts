import { monthlyCostUsd } from "../../components/host/cost";
import { findSize } from "../../components/host/sizes";
import type { Preview, Side } from "./events";
import { dropletOf } from "./resources";
import { textOf } from "./values";

/** What one thing costs a month, in US dollars; undefined for a size that is not in the table. */
export interface CostItem {
  what: "droplet" | "backups" | "total";
  before: number | undefined;
  after: number | undefined;
}

/** What the droplet costs a month at DigitalOcean, by the bundled table of sizes. */
export interface Costs {
  /** The local cloud costs nothing, so there they are what a droplet like it would cost. */
  local: boolean;
  items: readonly CostItem[];
}

/** Undefined where the stack has no droplet, and gets none. */
export function costsOf(preview: Preview): Costs | undefined {
  const droplet = dropletOf(preview);
  if (!droplet) return undefined;
  const before = pricesOf(droplet.old);
  const after = pricesOf(droplet.action === "delete" ? undefined : droplet.new);
  return {
    local: preview.config["django-droplet:cloud"] === "local",
    items: (["droplet", "backups", "total"] as const).map((what) => ({
      what,
      before: before[what],
      after: after[what],
    })),
  };
}

type Prices = Record<CostItem["what"], number | undefined>;

function pricesOf(side: Side | undefined): Prices {
  if (!side) return { droplet: 0, backups: 0, total: 0 };
  const size = findSize(textOf(side.inputs, "size") ?? "");
  if (!size) return { droplet: undefined, backups: undefined, total: undefined };
  const droplet = monthlyCostUsd({ size, backups: false });
  const total = monthlyCostUsd({ size, backups: side.inputs["backups"] === true });
  return { droplet, backups: Math.round((total - droplet) * 100) / 100, total };
}
