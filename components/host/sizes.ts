import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSizeTable, type SizeRow } from "./size-table";

/** A droplet's size, as DigitalOcean sells it. */
export type Size = Omit<SizeRow, "description">;

/** Where the table is; `npm run sizes` writes it anew. */
export const SIZE_TABLE = join(__dirname, "sizes.tsv");

/**
 * A table instead of a question to the API, so that a preview without a token and without a network
 * can check a slug, size the workers and tell the price.
 */
const table = parseSizeTable(readFileSync(SIZE_TABLE, "utf8"));

/** All sizes, cheapest first. */
export const sizes: readonly Size[] = table.rows.map(({ description: _, ...size }) => size);

/** The day of the sizes and their prices, `2026-12-31`. */
export const pricesAsOf = table.asOf;

/** The size with this slug, or undefined if DigitalOcean does not sell it. */
export function findSize(slug: string): Size | undefined {
  return sizes.find((size) => size.slug === slug);
}
