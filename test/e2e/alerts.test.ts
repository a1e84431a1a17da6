import { callApi } from "./support/cloud";
import { Stack } from "./support/stack";

const stack = new Stack("alerts");
const ADA = "ada@example.com";
const BOB = "bob@example.com";

interface Policy {
  uuid: string;
  type: string;
  description: string;
  value: number;
  tags: string[];
  alerts: { email: string[] };
}
interface Check {
  id: string;
  name: string;
  target: string;
}
interface Alert {
  id: string;
  type: string;
  notifications: { email: string[] };
}

beforeAll(async () => {
  await stack.init({ alertEmails: [ADA] });
  await stack.up();
});

afterAll(() => stack.dispose());

/** What the API has of this stack, as DigitalOcean's control panel would show it. */
async function watching() {
  const { policies } = await callApi<{ policies: Policy[] }>(
    "GET",
    "/v2/monitoring/alerts?per_page=200",
  );
  const { checks } = await callApi<{ checks: Check[] }>("GET", "/v2/uptime/checks?per_page=200");
  const own = checks.filter(({ name }) => name.includes(`(${stack.name})`));
  const answers = own.map(({ id }) =>
    callApi<{ alerts: Alert[] }>("GET", `/v2/uptime/checks/${id}/alerts`),
  );
  return {
    policies: policies
      .filter(({ description }) => description.startsWith(`${stack.name}: `))
      .sort((one, other) => one.type.localeCompare(other.type)),
    checks: own,
    alerts: (await Promise.all(answers)).flatMap(({ alerts }) => alerts),
  };
}

const limits = ({ policies }: Awaited<ReturnType<typeof watching>>) =>
  policies.map(({ type, value }) => [type.replace("v1/insights/droplet/", ""), value]);

const ids = ({ policies, checks, alerts }: Awaited<ReturnType<typeof watching>>) =>
  [policies.map(({ uuid }) => uuid), [...checks, ...alerts].map(({ id }) => id)].flat();

const NOTHING = { policies: [], checks: [], alerts: [] };

test("the droplet and the site are watched, by the size's limits", async () => {
  const now = await watching();
  expect(limits(now)).toEqual([
    ["disk_utilization_percent", 90],
    ["load_5", 0.7],
    ["memory_utilization_percent", 80],
  ]);
  const { droplet } = await callApi<{ droplet: { tags: string[] } }>(
    "GET",
    `/v2/droplets/${await stack.dropletId()}`,
  );
  for (const { tags, alerts } of now.policies) {
    expect({ tags, email: alerts.email }).toEqual({ tags: droplet.tags, email: [ADA] });
  }
  const { url } = await stack.outputs();
  expect(now.checks).toMatchObject([{ name: `hello (${stack.name})`, target: url, type: "http" }]);
  expect(now.alerts).toMatchObject([{ type: "down", notifications: { email: [ADA] } }]);
});

test("what was made is what was asked for: neither a preview nor a refresh finds a difference", async () => {
  expect(await stack.changes()).toEqual([]);
  await stack.refresh();
  expect(await stack.changes()).toEqual([]);
});

test("others are told, by the same alerts", async () => {
  const before = ids(await watching());
  stack.setConfig({ alertEmails: [BOB, ADA] });
  expect(await stack.changes()).toEqual([
    "update django-hello-down-alert",
    "update django-host-disk-alert",
    "update django-host-load-alert",
    "update django-host-memory-alert",
  ]);
  await stack.up();
  const now = await watching();
  expect(ids(now)).toEqual(before);
  for (const { email } of [
    ...now.policies.map(({ alerts }) => alerts),
    ...now.alerts.map(({ notifications }) => notifications),
  ]) {
    expect(email).toEqual([BOB, ADA]);
  }
});

test("a size with more cores may have more load, by the same alert", async () => {
  const before = ids(await watching());
  const droplet = await stack.dropletId();
  stack.setConfig({ size: "s-2vcpu-2gb" });
  await stack.up();
  const now = await watching();
  expect(limits(now)).toEqual([
    ["disk_utilization_percent", 90],
    ["load_5", 1.4],
    ["memory_utilization_percent", 80],
  ]);
  expect(ids(now)).toEqual(before);
  expect(await stack.dropletId()).toBe(droplet);
});

test("nobody to tell any more: nothing is watched, and the droplet stays", async () => {
  const droplet = await stack.dropletId();
  stack.setConfig({ alertEmails: undefined });
  await stack.up();
  expect(await watching()).toEqual(NOTHING);
  expect(await stack.dropletId()).toBe(droplet);
});

test("a destroy leaves none", async () => {
  stack.setConfig({ alertEmails: [ADA] });
  await stack.up();
  expect((await watching()).policies).toHaveLength(3);
  await stack.destroy();
  expect(await watching()).toEqual(NOTHING);
});
