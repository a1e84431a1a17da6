import type { SizeRow } from "../../components/host/size-table";

/** What differs between two tables, a line a size: new ones, those that are gone, and changes. */
export function sizeChanges(before: readonly SizeRow[], after: readonly SizeRow[]): string[] {
  const old = new Map(before.map((row) => [row.slug, row]));
  const now = new Set(after.map(({ slug }) => slug));
  const lines = after.flatMap((row) => {
    const known = old.get(row.slug);
    if (!known) return [`+ ${row.slug}: ${machineText(row)}, ${priceText(row)}`];
    const changes = changesOf(known, row);
    return changes.length === 0 ? [] : [`~ ${row.slug}: ${changes.join(", ")}`];
  });
  const gone = before
    .filter(({ slug }) => !now.has(slug))
    .map(({ slug }) => `- ${slug}: not on sale any more; a stack that names it is refused`);
  return [...lines, ...gone];
}

function changesOf(before: SizeRow, after: SizeRow): string[] {
  return [priceText, machineText, hourlyText]
    .map((text) => [text(before), text(after)])
    .filter(([old, now]) => old !== now)
    .map(([old, now]) => `${old} → ${now}`);
}

function priceText({ priceMonthly }: SizeRow): string {
  return `$${priceMonthly.toFixed(2)} a month`;
}

function hourlyText({ priceHourly }: SizeRow): string {
  return `$${priceHourly.toFixed(5)} an hour`;
}

function machineText({ vcpus, memoryMiB, diskGiB }: SizeRow): string {
  return `${vcpus} vCPU, ${memoryMiB} MiB, disk ${diskGiB} GiB`;
}
