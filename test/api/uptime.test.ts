import { items, testApi, type Json, type TestApi } from "./harness";

const CHECKS = "/v2/uptime/checks";

/** What the official provider sends for a check that a program gives its regions. */
const checkRequest = (over: Record<string, unknown> = {}) => ({
  name: "site",
  type: "http",
  target: "http://198.51.100.7/",
  regions: ["eu_west"],
  enabled: true,
  ...over,
});

const alertRequest = (over: Record<string, unknown> = {}) => ({
  name: "down",
  type: "down",
  threshold: 1,
  comparison: "less_than",
  notifications: { email: ["ada@example.com"], slack: null },
  period: "2m",
  ...over,
});

async function makeCheck({ call }: TestApi, over = {}): Promise<Json> {
  const { status, body } = await call("POST", CHECKS, checkRequest(over));
  expect(status).toBe(201);
  return body["check"] as Json;
}

async function makeAlert({ call }: TestApi, check: Json, over = {}): Promise<Json> {
  const { status, body } = await call("POST", alertsOf(check), alertRequest(over));
  expect(status).toBe(201);
  return body["alert"] as Json;
}

const at = (check: Json) => `${CHECKS}/${String(check["id"])}`;
const alertsOf = (check: Json) => `${at(check)}/alerts`;
const alertAt = (check: Json, alert: Json) => `${alertsOf(check)}/${String(alert["id"])}`;

describe("a check", () => {
  test("is made, shown, changed and deleted", async () => {
    const api = testApi();
    const check = await makeCheck(api);
    expect(check).toEqual({ ...checkRequest(), id: expect.any(String) });
    expect((await api.call("GET", at(check))).body).toEqual({ check });
    const moved = checkRequest({ target: "http://198.51.100.8/", regions: null });
    const { body } = await api.call("PUT", at(check), moved);
    expect(body["check"]).toEqual({ ...moved, id: check["id"], regions: [] });
    expect(items((await api.call("GET", CHECKS)).body["checks"])).toEqual([body["check"]]);
    expect((await api.call("DELETE", at(check))).status).toBe(204);
    expect((await api.call("GET", at(check))).status).toBe(404);
  });

  test("keeps what a change does not name", async () => {
    const api = testApi();
    const check = await makeCheck(api);
    const { body } = await api.call("PUT", at(check), { enabled: false });
    expect(body["check"]).toEqual({ ...check, enabled: false });
  });

  test("outlives the process; a request whose answer was lost makes no second one", async () => {
    const api = testApi();
    const check = await makeCheck(api);
    const next = await api.restarted();
    expect(await makeCheck(next)).toEqual(check);
    expect((await makeCheck(next))["id"]).not.toBe(check["id"]);
  });

  test("comes page by page", async () => {
    const api = testApi();
    for (let count = 0; count < 3; count++) await makeCheck(api, { name: `${count}` });
    const { body } = await api.call("GET", `${CHECKS}?per_page=2&page=2`);
    expect(items(body["checks"])).toMatchObject([{ name: "2" }]);
    expect(body["meta"]).toEqual({ total: 3 });
  });

  test("of the kind that pings takes a host", async () => {
    await makeCheck(testApi(), { type: "ping", target: "198.51.100.7" });
  });

  test.each([
    [{ name: "" }, "name"],
    [{ type: "tcp" }, "type"],
    [{ target: "198.51.100.7" }, 'target: "198.51.100.7" is no URL'],
    [{ target: "ftp://198.51.100.7/" }, "target"],
    [{ regions: ["mars"] }, "regions.0"],
  ])("fails on %j, when it is made and when it is changed", async (over, message) => {
    const api = testApi();
    const made = await api.call("POST", CHECKS, checkRequest(over));
    expect([made.status, made.body["message"]]).toEqual([422, expect.stringContaining(message)]);
    const check = await makeCheck(api);
    expect((await api.call("PUT", at(check), over)).status).toBe(422);
    expect((await api.call("GET", at(check))).body).toEqual({ check });
  });
});

describe("an alert of a check", () => {
  test("is made, shown, changed and deleted", async () => {
    const api = testApi();
    const check = await makeCheck(api);
    const alert = await makeAlert(api, check);
    expect(alert).toEqual({
      ...alertRequest(),
      id: expect.any(String),
      notifications: { email: ["ada@example.com"], slack: [] },
    });
    expect((await api.call("GET", alertAt(check, alert))).body).toEqual({ alert });
    const changed = await api.call("PUT", alertAt(check, alert), alertRequest({ period: "5m" }));
    expect(changed.body["alert"]).toEqual({ ...alert, period: "5m" });
    const list = await api.call("GET", alertsOf(check));
    expect(items(list.body["alerts"])).toEqual([changed.body["alert"]]);
    expect((await api.call("DELETE", alertAt(check, alert))).status).toBe(204);
    expect((await api.call("GET", alertAt(check, alert))).status).toBe(404);
    expect((await api.call("GET", at(check))).body).toEqual({ check });
  });

  test("has no comparison and no threshold where the provider sends none", async () => {
    const api = testApi();
    const alert = await makeAlert(api, await makeCheck(api), { comparison: "", threshold: 0 });
    expect(Object.keys(alert).sort()).toEqual(["id", "name", "notifications", "period", "type"]);
  });

  test("outlives the process; a request whose answer was lost makes no second one", async () => {
    const api = testApi();
    const check = await makeCheck(api);
    const alert = await makeAlert(api, check);
    const next = await api.restarted();
    expect(await makeAlert(next, check)).toEqual(alert);
    expect((await makeAlert(next, check))["id"]).not.toBe(alert["id"]);
  });

  test("belongs to its check alone, and goes with it", async () => {
    const api = testApi();
    const [check, other] = [await makeCheck(api), await makeCheck(api, { name: "other" })];
    const alert = await makeAlert(api, check);
    expect((await api.call("GET", alertAt(other, alert))).status).toBe(404);
    await api.call("DELETE", at(check));
    expect((await api.call("GET", alertsOf(check))).status).toBe(404);
    expect((await api.call("GET", alertsOf(other))).body["meta"]).toEqual({ total: 0 });
  });

  test.each([
    [{ name: "" }, "name"],
    [{ type: "up" }, "type"],
    [{ period: "7m" }, "period"],
    [{ period: undefined }, "period"],
    [{ comparison: "equal" }, "comparison"],
    [{ threshold: 0.5 }, "threshold"],
    [{ notifications: { email: ["ada"], slack: null } }, "notifications.email.0"],
    [{ notifications: { email: [], slack: [] } }, "notifications: name at least one address"],
  ])("fails on %j", async (over, message) => {
    const api = testApi();
    const check = await makeCheck(api);
    const { status, body } = await api.call("POST", alertsOf(check), alertRequest(over));
    expect([status, body["message"]]).toEqual([422, expect.stringContaining(message)]);
    expect((await api.call("GET", alertsOf(check))).body["meta"]).toEqual({ total: 0 });
  });
});

test("fails on what is not there", async () => {
  const api = testApi();
  const check = await makeCheck(api);
  const [noCheck, noAlert] = [`${CHECKS}/7`, `${alertsOf(check)}/7`];
  for (const path of [noCheck, `${noCheck}/alerts`, noAlert]) {
    expect((await api.call("GET", path)).status).toBe(404);
  }
  expect((await api.call("PUT", noCheck, {})).status).toBe(404);
  expect((await api.call("PUT", noAlert, alertRequest())).status).toBe(404);
  expect((await api.call("POST", `${noCheck}/alerts`, alertRequest())).status).toBe(404);
  for (const path of [noCheck, noAlert]) expect((await api.call("DELETE", path)).status).toBe(404);
});
