import type { DropletSettings, HostSettings, Settings } from "../settings";
import { pricesAsOf } from "./sizes";

/** What a stack's price depends on; what a server that is there already costs is not known. */
export type Priced = Pick<DropletSettings, "host"> & Pick<Settings, "sites">;

/** One thing that costs. */
export interface CostItem {
  what: string;
  /** US dollars a month, to the cent. */
  usd: number;
}

/** What the stack costs a month at DigitalOcean; on the local cloud, what one like it would. */
export interface Costs {
  /** The day of the prices, `2026-12-31`. */
  asOf: string;
  items: readonly CostItem[];
}

/** Undefined where the stack has no such thing. */
type Item = (settings: Priced) => CostItem | undefined;

/** DigitalOcean's weekly backups cost a fifth of the droplet. */
const BACKUPS = 0.2;

/** US dollars a month for each uptime check. */
const UPTIME_CHECK = 1;

/**
 * All that a stack is billed for. What costs nothing, such as the firewall, the tag, ssh keys and
 * alerts, is not among them, nor is traffic beyond what the droplet's price includes, which
 * nobody knows before.
 */
const ITEMS: readonly Item[] = [
  ({ host }) => dropletItem(host),
  ({ host }) => backupsItem(host),
  ({ host, sites }) =>
    host.alertEmails.length > 0
      ? { what: "uptime checks", usd: cents(sites.length * UPTIME_CHECK) }
      : undefined,
];

/** The machine by itself: what a stack cost before it told its items. */
export function machineItems(host: Pick<HostSettings, "size" | "backups">): CostItem[] {
  return [dropletItem(host), backupsItem(host) ?? []].flat();
}

/** Each thing that costs, by the bundled table of sizes and known prices. */
export function costsOf(settings: Priced): Costs {
  return { asOf: pricesAsOf, items: ITEMS.flatMap((item) => item(settings) ?? []) };
}

/** US dollars a month, to the cent. */
export function totalUsd({ items }: Pick<Costs, "items">): number {
  return cents(items.reduce((sum, { usd }) => sum + usd, 0));
}

/** `$7.20 a month (droplet $6.00, backups $1.20; prices of 2026-12-31)`. */
export function costText(costs: Costs): string {
  const items = costs.items.map(({ what, usd }) => `${what} ${dollars(usd)}`).join(", ");
  return `${dollars(totalUsd(costs))} a month (${items}; prices of ${costs.asOf})`;
}

function dropletItem({ size }: Pick<HostSettings, "size">): CostItem {
  return { what: "droplet", usd: size.priceMonthly };
}

function backupsItem({
  size,
  backups,
}: Pick<HostSettings, "size" | "backups">): CostItem | undefined {
  return backups ? { what: "backups", usd: cents(size.priceMonthly * BACKUPS) } : undefined;
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
