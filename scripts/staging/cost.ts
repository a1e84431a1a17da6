import { machineItems, totalUsd } from "../../components/host/cost";
import { findSize } from "../../components/host/sizes";

/** A droplet as the stack's state has it. */
export interface Droplet {
  size: string;
  backups: boolean;
  /** When it was made. */
  createdAt: Date;
}

/** A month of DigitalOcean's prices, after which no hour of it costs more. */
const HOURS_OF_MONTH = 672;

/**
 * US dollars that a droplet at DigitalOcean has cost by now, by the bundled table of sizes; undefined
 * for a size that is not in it.
 */
export function costSoFar(
  { size: slug, backups, createdAt }: Droplet,
  now: Date,
): number | undefined {
  const size = findSize(slug);
  if (!size) return undefined;
  const hours = Math.max(0, now.getTime() - createdAt.getTime()) / 3_600_000;
  const months = hours / HOURS_OF_MONTH;
  const bare = Math.min(hours * size.priceHourly, size.priceMonthly * Math.max(1, months));
  return bare * (totalUsd({ items: machineItems({ size, backups }) }) / size.priceMonthly);
}
