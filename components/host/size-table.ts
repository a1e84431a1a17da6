/** A size, as a row of the bundled table has it. */
export interface SizeRow {
  slug: string;
  /** DigitalOcean's name for the kind of machine. */
  description: string;
  memoryMiB: number;
  vcpus: number;
  diskGiB: number;
  /** US dollars for a whole month, which is also the most that a month costs. */
  priceMonthly: number;
  /** US dollars an hour. */
  priceHourly: number;
}

/** The sizes that DigitalOcean sold on a day, and for what. */
export interface SizeTable {
  /** The day, `2026-12-31`. */
  asOf: string;
  rows: readonly SizeRow[];
}

const TITLE = "# DigitalOcean's sizes and prices as of ";
const COLUMNS = [
  ...["slug", "description", "memory_mb", "vcpus", "disk_gb"],
  ...["price_monthly", "price_hourly"],
].join("\t");

/** Reads a table as `renderSizeTable` writes it. */
export function parseSizeTable(text: string): SizeTable {
  const [title = "", columns, ...rows] = text.trimEnd().split("\n");
  const asOf = title.startsWith(TITLE) ? title.slice(TITLE.length) : "";
  if (!/^\d{4}-\d\d-\d\d$/.test(asOf) || columns !== COLUMNS) {
    throw new Error(`this is no table of sizes: it begins with ${JSON.stringify(title)}`);
  }
  return { asOf, rows: rows.map(parseRow) };
}

/** Cheapest first, and by the slug where the price is one: a refresh changes what differs. */
export function renderSizeTable({ asOf, rows }: SizeTable): string {
  const sorted = [...rows].sort(
    (one, other) => one.priceMonthly - other.priceMonthly || (one.slug < other.slug ? -1 : 1),
  );
  return [`${TITLE}${asOf}`, COLUMNS, ...sorted.map(renderRow), ""].join("\n");
}

function parseRow(row: string): SizeRow {
  const [slug = "", description = "", ...numbers] = row.split("\t");
  const [memoryMiB = NaN, vcpus = NaN, diskGiB = NaN, priceMonthly = NaN, priceHourly = NaN] =
    numbers.map(Number);
  return { slug, description, memoryMiB, vcpus, diskGiB, priceMonthly, priceHourly };
}

function renderRow(row: SizeRow): string {
  const { slug, description, memoryMiB, vcpus, diskGiB, priceMonthly, priceHourly } = row;
  const prices = [priceMonthly.toFixed(2), priceHourly.toFixed(6)];
  return [slug, description, memoryMiB, vcpus, diskGiB, ...prices].join("\t");
}
