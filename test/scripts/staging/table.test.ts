import { costSoFar } from "../../../scripts/staging/cost";
import { renderTable, toRow, type Listed } from "../../../scripts/staging/table";

const NOW = new Date("2026-11-24T13:00:00Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const droplet = (hours: number, size = "s-1vcpu-1gb", backups = false) => ({
  ...{ id: "1", tags: [], size, backups, createdAt: hoursAgo(hours) },
});

function listed(name: string, changes: Partial<Listed> = {}): Listed {
  const facts = { resources: 30, pending: [], names: [], url: "http://192.0.2.1/" };
  const expiry = { at: hoursAgo(-2), unreadable: [] };
  return {
    ...{ name, local: false, expiry },
    facts: { ...facts, createdAt: hoursAgo(6), droplet: droplet(6) },
    ...changes,
  };
}

describe("cost so far", () => {
  it.each([
    ["an hour", droplet(1), 0.00893],
    ["a day", droplet(24), 0.21432],
    ["with backups, a fifth more", droplet(100, "s-1vcpu-1gb", true), 1.0716],
    ["a month costs no more than the month's price", droplet(700), 6.25],
    ["a clock that is behind", droplet(-1), 0],
  ])("%s", (_, one, cost) => {
    expect(costSoFar(one, NOW)).toBeCloseTo(cost, 3);
  });

  it("is not known of a size that is not in the table", () => {
    expect(costSoFar(droplet(1, "gpu-9000"), NOW)).toBeUndefined();
  });
});

it("shows name, age, time left, cost, url and state, what ends first on top", () => {
  const bare = { resources: 9, pending: [], names: [], createdAt: hoursAgo(0.5) };
  const rows = [
    listed("pr-1"),
    listed("pr-2", { local: true }),
    listed("pr-33", { expiry: { at: hoursAgo(1), unreadable: [] }, dropletGone: true }),
    listed("pr-4", { facts: { ...bare, pending: [{ type: "t" }] } }),
    listed("pr-5", { expiry: { unreadable: ['the stack tag "soon"'] } }),
    listed("pr-6", { facts: { resources: 0, pending: [], names: [] } }),
  ].map((stack) => toRow(stack, NOW));
  expect(renderTable(rows, NOW)).toEqual([
    "NAME   CLOUD         AGE     TIME LEFT     COST SO FAR  URL                STATE",
    'pr-5   digitalocean  6 h     ?             $0.05        http://192.0.2.1/  the stack tag "soon" is no time',
    "pr-33  digitalocean  6 h     over for 1 h  $0.05        http://192.0.2.1/  expired, droplet gone",
    "pr-1   digitalocean  6 h     2 h           $0.05        http://192.0.2.1/  up",
    "pr-2   local         6 h     2 h           -            http://192.0.2.1/  up",
    "pr-4   digitalocean  30 min  2 h           $0.00        -                  unfinished",
    "pr-6   digitalocean  -       2 h           $0.00        -                  empty",
  ]);
});
