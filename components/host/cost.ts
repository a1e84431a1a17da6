import type { HostSettings } from "../settings";

/** DigitalOcean's weekly backups cost a fifth of the droplet. */
const BACKUPS = 0.2;

/** US dollars for a month of the host, by the bundled table of sizes; to the cent. */
export function monthlyCostUsd({ size, backups }: Pick<HostSettings, "size" | "backups">): number {
  return Math.round(size.priceMonthly * (1 + (backups ? BACKUPS : 0)) * 100) / 100;
}
