import { readFileSync } from "node:fs";
import { parseSizeTable, renderSizeTable } from "../../../components/host/size-table";
import { pricesAsOf, SIZE_TABLE } from "../../../components/host/sizes";

const text = readFileSync(SIZE_TABLE, "utf8");

test("the bundled table is as it would be written: a refresh changes what differs", () => {
  expect(renderSizeTable(parseSizeTable(text))).toBe(text);
});

test("it has the day of its prices", () => {
  expect(pricesAsOf).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(text.startsWith(`# DigitalOcean's sizes and prices as of ${pricesAsOf}\n`)).toBe(true);
});

test("rows are sorted by price, then by slug", () => {
  const row = (slug: string, priceMonthly: number) => ({
    ...{ slug, description: "Basic", memoryMiB: 1024, vcpus: 1, diskGiB: 25 },
    ...{ priceMonthly, priceHourly: 0.00893 },
  });
  const table = { asOf: "2026-11-24", rows: [row("c", 12), row("b", 6), row("a", 6)] };
  expect(renderSizeTable(table).split("\n").slice(2)).toEqual([
    "a\tBasic\t1024\t1\t25\t6.00\t0.008930",
    "b\tBasic\t1024\t1\t25\t6.00\t0.008930",
    "c\tBasic\t1024\t1\t25\t12.00\t0.008930",
    "",
  ]);
});

test.each(["", "slug\tdescription", "# sizes as of today\n"])("%j is no table", (wrong) => {
  expect(() => parseSizeTable(wrong)).toThrow("this is no table of sizes");
});
