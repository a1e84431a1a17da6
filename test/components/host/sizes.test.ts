import { findSize, sizes } from "../../../components/host/sizes";

test("a size is found by its slug", () => {
  expect(findSize("s-1vcpu-2gb")).toEqual({
    slug: "s-1vcpu-2gb",
    memoryMiB: 2048,
    vcpus: 1,
    diskGiB: 50,
    priceMonthly: 12,
    priceHourly: 0.01786,
  });
});

test("an unknown slug is no size", () => {
  expect(findSize("s-9vcpu")).toBeUndefined();
  expect(findSize("slug")).toBeUndefined();
});

test("the table holds 147 sizes, each once, cheapest first", () => {
  expect(new Set(sizes.map((size) => size.slug)).size).toBe(147);
  const prices = sizes.map((size) => size.priceMonthly);
  expect(prices).toEqual([...prices].sort((one, other) => one - other));
});

test.each(sizes.map((size) => [size.slug, size]))("%s is whole", (slug, size) => {
  expect(slug).toMatch(/^[a-z0-9_-]+$/);
  for (const number of [size.memoryMiB, size.vcpus, size.diskGiB]) {
    expect(Number.isInteger(number) && number > 0).toBe(true);
  }
  expect(size.priceMonthly).toBeGreaterThan(0);
  expect(size.priceHourly).toBeGreaterThan(0);
});

test("all but GPU droplets cost 672 hours a month at the most", () => {
  for (const { slug, priceHourly, priceMonthly } of sizes) {
    if (slug.startsWith("gpu-")) continue;
    expect(Math.abs(priceHourly * 672 - priceMonthly)).toBeLessThan(0.01 * priceMonthly);
  }
});
