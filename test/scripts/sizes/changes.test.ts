import type { SizeRow } from "../../../components/host/size-table";
import { sizeChanges } from "../../../scripts/sizes/changes";
import { sizeSource } from "../../../scripts/sizes/source";

const row = (slug: string, more: Partial<SizeRow> = {}): SizeRow => ({
  ...{ slug, description: "Basic", memoryMiB: 1024, vcpus: 1, diskGiB: 25 },
  ...{ priceMonthly: 6, priceHourly: 0.00893, ...more },
});

test("what is new, changed and gone has a line each, and the rest none", () => {
  const before = [row("same"), row("dearer"), row("larger"), row("gone")];
  const after = [
    row("same", { description: "Basic Regular" }),
    row("dearer", { priceMonthly: 7, priceHourly: 0.01042 }),
    row("larger", { diskGiB: 30 }),
    row("new", { priceMonthly: 4 }),
  ];
  expect(sizeChanges(before, after)).toEqual([
    "~ dearer: $6.00 a month → $7.00 a month, $0.00893 an hour → $0.01042 an hour",
    "~ larger: 1 vCPU, 1024 MiB, disk 25 GiB → 1 vCPU, 1024 MiB, disk 30 GiB",
    "+ new: 1 vCPU, 1024 MiB, disk 25 GiB, $4.00 a month",
    "- gone: not on sale any more; a stack that names it is refused",
  ]);
});

describe("whom to ask", () => {
  test("is DigitalOcean, with the token of the environment", () => {
    expect(sizeSource(false, { DIGITALOCEAN_TOKEN: "dop_v1_x" })).toEqual({
      endpoint: "https://api.digitalocean.com",
      token: "dop_v1_x",
    });
  });

  test("is nobody without a token", () => {
    expect(() => sizeSource(false, {})).toThrow(/^DIGITALOCEAN_TOKEN is not set, /);
  });

  test("is not the local cloud because a shell has its environment", () => {
    const env = { DIGITALOCEAN_API_URL: "http://127.0.0.1:8123", DIGITALOCEAN_TOKEN: "local" };
    expect(() => sizeSource(false, env)).toThrow(
      /the local cloud has its prices from this very table/,
    );
  });
});
