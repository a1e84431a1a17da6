import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { items, testApi, type Json, type TestApi } from "./harness";
import { temporaryFolder } from "./temporary";

const PATH = "/v2/monitoring/alerts";

/** What the official provider sends for a policy on a tag that tells people by mail. */
const policyRequest = (over: Record<string, unknown> = {}) => ({
  type: "v1/insights/droplet/load_5",
  description: "load",
  compare: "GreaterThan",
  value: 0.7,
  window: "5m",
  entities: [] as string[],
  tags: ["web"],
  alerts: { slack: null, email: ["ada@example.com"] },
  enabled: true,
  ...over,
});

async function tagged(api = testApi()): Promise<TestApi> {
  await api.call("POST", "/v2/tags", { name: "web" });
  return api;
}

async function make({ call }: TestApi, over = {}): Promise<Json> {
  const { status, body } = await call("POST", PATH, policyRequest(over));
  expect(status).toBe(200);
  return body["policy"] as Json;
}

const at = ({ uuid }: Json) => `${PATH}/${String(uuid)}`;

test("is made, shown, changed and deleted", async () => {
  const api = await tagged();
  const policy = await make(api);
  expect(policy).toEqual({
    ...policyRequest(),
    uuid: expect.any(String),
    alerts: { email: ["ada@example.com"], slack: [] },
  });
  expect((await api.call("GET", at(policy))).body).toEqual({ policy });

  const request = policyRequest({
    value: 1.4,
    alerts: { slack: null, email: ["bob@example.com"] },
  });
  const changed = await api.call("PUT", at(policy), request);
  expect(changed.body["policy"]).toMatchObject({
    uuid: policy["uuid"],
    value: 1.4,
    alerts: { email: ["bob@example.com"] },
  });
  const list = await api.call("GET", PATH);
  expect(items(list.body["policies"])).toEqual([changed.body["policy"]]);
  expect((await api.call("DELETE", at(policy))).status).toBe(204);
  expect((await api.call("GET", at(policy))).status).toBe(404);
});

test("outlives the process", async () => {
  const api = await tagged();
  const policy = await make(api);
  const next = await api.restarted();
  expect((await next.call("GET", at(policy))).body).toEqual({ policy });
});

test("a state from before there were policies is read", async () => {
  const path = join(temporaryFolder(), "state.json");
  await tagged(testApi(undefined, path));
  const { alertPolicies, uptimeChecks, ...older } = JSON.parse(readFileSync(path, "utf8"));
  expect([alertPolicies, uptimeChecks]).toEqual([[], []]);
  writeFileSync(path, JSON.stringify(older));
  const api = testApi(undefined, path);
  expect((await api.call("GET", PATH)).body["meta"]).toEqual({ total: 0 });
  await make(api);
});

test("a repeated request whose answer was lost makes no second policy", async () => {
  const api = await tagged();
  const policy = await make(api);
  const next = await api.restarted();
  expect(await make(next)).toEqual(policy);
  expect((await make(next))["uuid"]).not.toBe(policy["uuid"]);
});

test("comes page by page", async () => {
  const api = await tagged();
  for (let count = 0; count < 3; count++) await make(api, { description: `${count}` });
  const { body } = await api.call("GET", `${PATH}?per_page=2&page=2`);
  expect(items(body["policies"])).toMatchObject([{ description: "2" }]);
  expect(body["meta"]).toEqual({ total: 3 });
});

test("of droplets by id; one that is deleted stays named, and may stay so in a change", async () => {
  const api = await tagged();
  const id = String(await api.droplet());
  const named = { entities: [id], tags: [] };
  const policy = await make(api, named);
  await api.call("DELETE", `/v2/droplets/${id}`);
  await api.api.lifecycle.idle();
  expect((await api.call("GET", at(policy))).body["policy"]).toMatchObject(named);
  expect((await api.call("PUT", at(policy), policyRequest(named))).status).toBe(200);
});

test("a deleted tag stays named", async () => {
  const api = await tagged();
  const policy = await make(api);
  await api.call("DELETE", "/v2/tags/web");
  expect((await api.call("PUT", at(policy), policyRequest({ value: 2 }))).status).toBe(200);
});

test.each([
  [{ type: "v1/insights/droplet/load_7" }, "type"],
  [{ type: "v1/insights/lbaas/droplet_health" }, "type"],
  [{ compare: "MoreThan" }, "compare"],
  [{ value: -1 }, "value"],
  [{ value: "0.7" }, "value"],
  [{ window: "7m" }, "window"],
  [{ description: undefined }, "description"],
  [{ alerts: undefined }, "alerts"],
  [{ alerts: { email: ["ada"], slack: [] } }, "alerts.email.0"],
  [{ alerts: { email: null, slack: null } }, "alerts: name at least one address in email"],
  [{ alerts: { email: [], slack: [{ channel: "c", url: "nowhere" }] } }, "alerts.slack.0.url"],
  [{ entities: ["7"] }, "entities: no droplet 7."],
  [{ tags: ["web", "db"] }, "tags: no tag db."],
])("fails on %j", async (over, message) => {
  const { call } = await tagged();
  const { status, body } = await call("POST", PATH, policyRequest(over));
  expect([status, body["message"]]).toEqual([422, expect.stringContaining(message)]);
  expect((await call("GET", PATH)).body["meta"]).toEqual({ total: 0 });
});

test("fails on what is not there", async () => {
  const { call } = await tagged();
  const path = `${PATH}/4e2c2e4e-0000-8000-a000-000000000000`;
  expect((await call("GET", path)).status).toBe(404);
  expect((await call("PUT", path, policyRequest())).status).toBe(404);
  expect((await call("DELETE", path)).status).toBe(404);
});
