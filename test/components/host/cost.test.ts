import { budgetFindings } from "../../../components/guards/budget";
import { costsOf, costText, machineItems, totalUsd } from "../../../components/host/cost";
import { findSize, pricesAsOf, sizes } from "../../../components/host/sizes";
import { read } from "../settings/read";

function settings(config: Record<string, string> = {}) {
  const found = read({ cloud: "local", ...config });
  if (found.cloud === undefined) throw new Error("a server that is there already has no price");
  return found;
}

test("a stack costs its droplet, by prices of a day", () => {
  expect(costsOf(settings({ size: "s-2vcpu-4gb" }))).toEqual({
    asOf: pricesAsOf,
    items: [{ what: "droplet", usd: 24 }],
  });
});

test("weekly backups cost a fifth more", () => {
  const costs = costsOf(settings({ backups: "true" }));
  expect(costs.items).toEqual([
    { what: "droplet", usd: 6 },
    { what: "backups", usd: 1.2 },
  ]);
  expect(totalUsd(costs)).toBe(7.2);
  expect(costText(costs)).toBe(
    `$7.20 a month (droplet $6.00, backups $1.20; prices of ${pricesAsOf})`,
  );
});

test("each site's uptime check costs a dollar", () => {
  const alertEmails = '["ada@example.com","bob@example.com"]';
  expect(costsOf(settings({ alertEmails })).items).toContainEqual({
    what: "uptime checks",
    usd: 1,
  });
});

test("every sum is whole cents", () => {
  for (const size of sizes) {
    const total = totalUsd({ items: machineItems({ size, backups: true }) });
    expect(total).toBe(Number(total.toFixed(2)));
    expect(Math.abs(total - size.priceMonthly * 1.2)).toBeLessThan(0.01);
  }
  expect(findSize("s-1vcpu-1gb")?.priceMonthly).toBe(6);
});

describe("the budget", () => {
  const over = (config: Record<string, string>) => budgetFindings(settings(config));

  test("holds on the local cloud too, by DigitalOcean's prices", () => {
    expect(over({ monthlyBudgetUsd: "7", backups: "true" })).toEqual([
      {
        path: "monthlyBudgetUsd",
        level: "mandatory",
        reason: `7 is less than what DigitalOcean would ask, $7.20 a month (droplet $6.00, backups $1.20; prices of ${pricesAsOf}); choose less of it, or raise the budget: pulumi config set monthlyBudgetUsd 8`,
      },
    ]);
  });

  test.each<[string, Record<string, string>]>([
    ["as much as there is", { monthlyBudgetUsd: "7.20", backups: "true" }],
    ["less", { monthlyBudgetUsd: "7.20" }],
    ["anything, without a budget", { size: "s-8vcpu-16gb" }],
  ])("lets pass %s", (_what, config) => {
    expect(over(config)).toEqual([]);
  });
});
