import { dropletRequest, items, testApi, type TestApi } from "./harness";

/** What the provider sends for an http site. */
const firewallRequest = (over: Record<string, unknown> = {}) => ({
  name: "web",
  inbound_rules: [{ protocol: "tcp", ports: "80", sources: { addresses: ["0.0.0.0/0", "::/0"] } }],
  outbound_rules: [
    { protocol: "tcp", ports: "all", destinations: { addresses: ["0.0.0.0/0", "::/0"] } },
    { protocol: "icmp", destinations: { addresses: ["0.0.0.0/0", "::/0"] } },
  ],
  droplet_ids: [] as number[],
  tags: [] as string[],
  ...over,
});

const http = {
  direction: "inbound",
  protocol: "tcp",
  ports: "80",
  addresses: ["0.0.0.0/0", "::/0"],
};

async function create(api: TestApi, over: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await api.call("POST", "/v2/firewalls", firewallRequest(over));
  expect([status, body]).toMatchObject([202, { firewall: {} }]);
  return String(body["firewall"]?.["id"]);
}

test("comes back as it was sent, all rules with their peers, ports 0 for all", async () => {
  const api = testApi();
  const id = await create(api);
  const { body } = await api.call("GET", `/v2/firewalls/${id}`);
  expect(body["firewall"]).toMatchObject({
    id,
    name: "web",
    status: "succeeded",
    pending_changes: [],
    droplet_ids: [],
    tags: [],
    inbound_rules: [
      { protocol: "tcp", ports: "80", sources: { addresses: ["0.0.0.0/0", "::/0"] } },
    ],
    outbound_rules: [
      { protocol: "tcp", ports: "0", destinations: { addresses: ["0.0.0.0/0", "::/0"] } },
      { protocol: "icmp", ports: "0", destinations: { addresses: ["0.0.0.0/0", "::/0"] } },
    ],
  });
  const list = await api.call("GET", "/v2/firewalls");
  expect(items(list.body["firewalls"])).toEqual([body["firewall"]]);
});

test.each([
  [{ name: "_" }, "name: letters, digits, dots and dashes only"],
  [{ inbound_rules: [], outbound_rules: null }, "a firewall needs at least one rule"],
  [{ droplet_ids: [7] }, "droplet_ids: no droplet 7."],
  [{ tags: ["nobody"] }, "tag nobody does not exist"],
  [{ inbound_rules: [{ protocol: "gre", ports: "1", sources: {} }] }, "inbound_rules.0.protocol: "],
  [{ inbound_rules: [{ protocol: "tcp", ports: "80" }] }, "inbound_rules.0.sources: "],
  [{ inbound_rules: [rule({ addresses: ["300.0.0.1"] })] }, "not an address or a CIDR"],
  [
    { inbound_rules: [{ ...rule({ addresses: ["::/0"] }), action: "deny" }] },
    "inbound_rules.0.action: the local cloud has rules that allow only",
  ],
  [{ inbound_rules: [rule({})] }, "each rule needs addresses, droplet_ids or tags"],
  [{ inbound_rules: [rule({ load_balancer_uids: ["x"] })] }, "the local cloud has none"],
  [{ inbound_rules: [rule({ tags: ["nobody"] })] }, "tag nobody does not exist"],
  [{ inbound_rules: [{ ...rule({ addresses: ["::/0"] }), ports: "9-1" }] }, 'ports: "9-1" is not'],
  [{ inbound_rules: [{ ...rule({ addresses: ["::/0"] }), ports: "65536" }] }, 'ports: "65536"'],
  [{ inbound_rules: [{ ...rule({ addresses: ["::/0"] }), ports: undefined }] }, 'ports: ""'],
])("fails on %j", async (over, message) => {
  const api = testApi();
  const { status, body } = await api.call("POST", "/v2/firewalls", firewallRequest(over));
  expect(status).toBe(422);
  expect(body["message"]).toContain(message);
  expect(api.api.store.state.firewalls).toEqual([]);
});

function rule(sources: object) {
  return { protocol: "tcp", ports: "22", sources };
}

test("a second firewall of the name is a conflict; its own name is not", async () => {
  const api = testApi();
  const id = await create(api);
  const { status, body } = await api.call("POST", "/v2/firewalls", firewallRequest());
  expect([status, body["id"], body["message"]]).toEqual([409, "conflict", "duplicate name"]);
  expect((await api.call("PUT", `/v2/firewalls/${id}`, firewallRequest())).status).toBe(200);
});

test("what is not there is 404", async () => {
  const api = testApi();
  const calls: [string, string, unknown?][] = [
    ["GET", "/v2/firewalls/x"],
    ["PUT", "/v2/firewalls/x", firewallRequest()],
    ["DELETE", "/v2/firewalls/x"],
    ["POST", "/v2/firewalls/x/droplets", { droplet_ids: [] }],
    ["DELETE", "/v2/firewalls/x/tags", { tags: [] }],
    ["POST", "/v2/firewalls/x/rules", { inbound_rules: [] }],
  ];
  for (const [method, path, body] of calls) {
    const answer = await api.call(method, path, body);
    expect([method, path, answer.status]).toEqual([method, path, 404]);
  }
});

describe("on the hosts", () => {
  test("the filter is set before the first boot of a tagged droplet", async () => {
    const api = testApi();
    await api.call("POST", "/v2/tags", { name: "web" });
    await create(api, { tags: ["web"] });
    const id = await api.droplet({ tags: ["web"] });
    const calls = api.hosts.calls.filter((call) => call.endsWith(` ${id}`));
    expect(calls).toEqual([`destroy ${id}`, `applyFirewall ${id}`, `create ${id}`]);
    expect(api.hosts.rules.get(id)).toContainEqual(http);
  });

  test("a host does not boot whose filter cannot be set", async () => {
    const api = testApi();
    api.hosts.fail = (call) =>
      call.startsWith("applyFirewall") ? "nft: no such table" : undefined;
    const id = await api.droplet();
    expect(api.hosts.calls).not.toContain(`create ${id}`);
    const { body } = await api.call("GET", `/v2/droplets/${id}`);
    expect(body["droplet"]?.["status"]).toBe("off");
  });

  test("a filter that cannot be set makes the firewall failed, and is tried again", async () => {
    const api = testApi();
    const id = await api.droplet();
    api.hosts.fail = (call) => (call.startsWith("applyFirewall") ? "nft" : undefined);
    const firewall = await create(api, { droplet_ids: [id] });
    const path = `/v2/firewalls/${firewall}`;
    expect((await api.call("GET", path)).body["firewall"]).toMatchObject({
      status: "failed",
      pending_changes: [{ droplet_id: id, removing: false, status: "failed" }],
    });
    api.hosts.fail = () => undefined;
    await api.call("PUT", path, firewallRequest({ droplet_ids: [id] }));
    expect((await api.call("GET", path)).body["firewall"]?.["status"]).toBe("succeeded");
    expect(api.hosts.rules.get(id)).toContainEqual(http);
  });

  test("each change is in force when it is answered", async () => {
    const api = testApi();
    await api.call("POST", "/v2/tags", { name: "web" });
    const id = await api.droplet();
    const rules = () => api.hosts.rules.get(id);
    expect(rules()).toBeNull();

    const path = `/v2/firewalls/${await create(api)}`;
    await api.call("POST", `${path}/droplets`, { droplet_ids: [id] });
    expect(rules()).toContainEqual(http);
    await api.call("DELETE", `${path}/droplets`, { droplet_ids: [id] });
    expect(rules()).toBeNull();

    await api.call("POST", `${path}/tags`, { tags: ["web"] });
    const resources = { resources: [{ resource_id: String(id), resource_type: "droplet" }] };
    await api.call("POST", "/v2/tags/web/resources", resources);
    expect(rules()).toContainEqual(http);
    await api.call("DELETE", "/v2/tags/web/resources", resources);
    expect(rules()).toBeNull();
    await api.call("POST", "/v2/tags/web/resources", resources);
    await api.call("DELETE", `${path}/tags`, { tags: ["WEB"] });
    expect(rules()).toBeNull();
    await api.call("POST", `${path}/tags`, { tags: ["web"] });

    const ssh = { protocol: "tcp", ports: "22", sources: { addresses: ["192.0.2.1"] } };
    const sshFlow = {
      direction: "inbound",
      protocol: "tcp",
      ports: "22",
      addresses: ["192.0.2.1"],
    };
    await api.call("POST", `${path}/rules`, { inbound_rules: [ssh] });
    expect(rules()).toContainEqual(sshFlow);
    expect(rules()).toContainEqual(http);
    await api.call("DELETE", `${path}/rules`, { inbound_rules: [ssh] });
    expect(rules()).not.toContainEqual(sshFlow);

    await api.call("PUT", path, firewallRequest({ inbound_rules: [ssh], tags: ["web"] }));
    expect(rules()).not.toContainEqual(http);
    expect((await api.call("DELETE", "/v2/tags/web")).status).toBe(204);
    expect(rules()).toBeNull();

    await api.call("POST", `${path}/droplets`, { droplet_ids: [id] });
    expect(rules()).toContainEqual(sshFlow);
    expect((await api.call("DELETE", path)).status).toBe(204);
    expect(rules()).toBeNull();
  });

  test("tags and droplets as sources follow who has them, both address families", async () => {
    const api = testApi();
    await api.call("POST", "/v2/tags", { name: "client" });
    const database = await api.droplet({ name: "db" });
    await create(api, {
      droplet_ids: [database],
      inbound_rules: [{ protocol: "tcp", ports: "5432", sources: { tags: ["client"] } }],
    });
    const sources = () =>
      api.hosts.rules.get(database)?.find(({ ports }) => ports === "5432")?.addresses;
    expect(sources()).toBeUndefined();

    const first = await api.droplet({ tags: ["client"] });
    expect(sources()).toEqual(["198.18.7.3"]);
    await api.call("POST", `/v2/droplets/${first}/actions`, { type: "enable_ipv6" });
    await api.api.lifecycle.idle();
    expect(sources()).toEqual(["198.18.7.3", "2001:db8:d0:7::3"]);
    await api.call("DELETE", `/v2/droplets/${first}`);
    await api.api.lifecycle.idle();
    expect(sources()).toBeUndefined();
  });

  test("a deleted droplet leaves its firewalls", async () => {
    const api = testApi();
    const id = await api.droplet();
    const firewall = await create(api, { droplet_ids: [id] });
    await api.call("DELETE", `/v2/droplets/${id}`);
    await api.api.lifecycle.idle();
    const { body } = await api.call("GET", `/v2/firewalls/${firewall}`);
    expect(body["firewall"]?.["droplet_ids"]).toEqual([]);
  });

  test("what did not change is not set again", async () => {
    const api = testApi();
    const id = await api.droplet();
    const before = api.hosts.calls.length;
    await create(api);
    await api.call("POST", "/v2/droplets", dropletRequest());
    await api.api.lifecycle.idle();
    expect(api.hosts.calls.slice(before)).not.toContain(`applyFirewall ${id}`);
  });
});
