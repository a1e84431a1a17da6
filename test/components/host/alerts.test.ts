import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { alertRules } from "../../../components/host/alerts";
import { findSize, sizes, type Size } from "../../../components/host/sizes";
import { judgeLoad } from "../../../components/health/capacity/cpu-rules";

const sized = (slug: string): Size => findSize(slug) as Size;
const value = (size: Size, metric: string): number | undefined =>
  alertRules(size).find(({ type }) => type === `v1/insights/droplet/${metric}`)?.value;

test("a droplet with two cores", () => {
  expect(alertRules(sized("s-2vcpu-4gb"))).toEqual([
    {
      suffix: "load-alert",
      type: "v1/insights/droplet/load_5",
      value: Math.fround(1.4),
      description: "load over 5 minutes above 0.7 × 2 cores",
    },
    {
      suffix: "memory-alert",
      type: "v1/insights/droplet/memory_utilization_percent",
      value: 80,
      description: "programs use more than 80 % of the memory",
    },
    {
      suffix: "disk-alert",
      type: "v1/insights/droplet/disk_utilization_percent",
      value: 90,
      description: "the disk is more than 90 % full",
    },
  ]);
});

test.each(["docs/alerts.md", "README.md"])("%s says the same numbers", (page) => {
  const text = readFileSync(join(__dirname, "../../..", page), "utf8").replace(/\s+/g, " ");
  const one = sized("s-1vcpu-1gb");
  expect(text).toContain(`${value(one, "load_5")?.toFixed(1)} × cores`);
  expect(text).toContain(`${value(one, "memory_utilization_percent")} %`);
  expect(text).toContain(`${value(one, "disk_utilization_percent")} %`);
});

test("the load's limit is 0.7 of each core, in the 32 bits that the provider keeps", () => {
  for (const size of sizes) {
    const load = value(size, "load_5") ?? NaN;
    expect(load).toBeCloseTo(0.7 * size.vcpus, 5);
    expect(Math.fround(load)).toBe(load);
  }
});

test("the load that an alert tells of is the load that the status calls high", () => {
  fc.assert(
    fc.property(fc.constantFrom(...sizes), fc.double({ min: 0, max: 50 }), (size, five) => {
      const limit = value(size, "load_5") ?? NaN;
      // On the limit itself the 32 bits decide.
      fc.pre(Math.abs(five - limit) > 0.001);
      const [finding] = judgeLoad({ one: 0, five, fifteen: five }, size.vcpus, {
        size,
        cpu: undefined,
      });
      expect(five > limit).toBe(finding?.level !== "good");
    }),
  );
});
