import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A droplet's size, as DigitalOcean sells it. */
export interface Size {
  slug: string;
  memoryMiB: number;
  vcpus: number;
  diskGiB: number;
  /** US dollars for a whole month, which is also the most that a month costs. */
  priceMonthly: number;
  /** US dollars an hour. */
  priceHourly: number;
}

/**
 * All sizes, cheapest first. A table instead of a question to the API, so that a preview without a
 * token and without a network can check a slug, size the workers and tell the price.
 */
export const sizes: readonly Size[] = readFileSync(join(__dirname, "sizes.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map(parseRow);

/** The size with this slug, or undefined if DigitalOcean does not sell it. */
export function findSize(slug: string): Size | undefined {
  return sizes.find((size) => size.slug === slug);
}

function parseRow(row: string): Size {
  const [slug = "", , memory, vcpus, disk, monthly, hourly] = row.split("\t");
  return {
    slug,
    memoryMiB: Number(memory),
    vcpus: Number(vcpus),
    diskGiB: Number(disk),
    priceMonthly: Number(monthly),
    priceHourly: Number(hourly),
  };
}
