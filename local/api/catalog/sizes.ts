import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSizeTable, type SizeRow } from "../../../components/host/size-table";
import { REGION_SLUGS } from "./regions";

/** One row of DigitalOcean's price list. */
export type Size = SizeRow;

/** The table that the program prices droplets by, so that both sides always agree. */
const TABLE = join(__dirname, "../../../components/host/sizes.tsv");

export const SIZES: readonly Size[] = parseSizeTable(readFileSync(TABLE, "utf8")).rows;

const bySlug = new Map(SIZES.map((size) => [size.slug, size]));

export const findSize = (slug: string): Size | undefined => bySlug.get(slug);

/** @throws if the slug is not in the table: a droplet's size has been checked when it was set. */
export function sizeOf(slug: string): Size {
  const size = findSize(slug);
  if (!size) throw new Error(`size ${slug} is not in ${TABLE}`);
  return size;
}

/** The size as the API shows it. */
export function sizeView(size: Size) {
  return {
    slug: size.slug,
    memory: size.memoryMiB,
    vcpus: size.vcpus,
    disk: size.diskGiB,
    // Traffic costs nothing here and is not counted.
    transfer: 0,
    price_monthly: size.priceMonthly,
    price_hourly: size.priceHourly,
    regions: REGION_SLUGS,
    available: true,
    description: size.description,
  };
}
