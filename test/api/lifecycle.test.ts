import { FakeHosts } from "./fake-hosts";
import { dropletRequest, testApi } from "./harness";

/** Holds back for ever: the process dies in this call. */
const never = () => new Promise<never>(() => undefined);

test("a restart gives the hosts back as the state has them, filters included", async () => {
  const api = testApi();
  await api.call("POST", "/v2/tags", { name: "web" });
  await api.call("POST", "/v2/firewalls", {
    name: "web",
    tags: ["web"],
    inbound_rules: [{ protocol: "tcp", ports: "80", sources: { addresses: ["0.0.0.0/0"] } }],
  });
  const on = await api.droplet({ tags: ["web"] });
  const off = await api.droplet({ name: "off" });
  await api.call("POST", `/v2/droplets/${off}/actions`, { type: "power_off" });
  await api.api.lifecycle.idle();

  const hosts = new FakeHosts();
  await api.restarted(hosts);
  expect(hosts.calls).toEqual([`resume ${on} ${off}`]);
  expect([...hosts.running]).toEqual([on]);
  expect(hosts.specs.get(on)).toEqual(api.hosts.specs.get(on));
  expect(hosts.rules.get(on)).toEqual(api.hosts.rules.get(on));
  expect(hosts.rules.get(off)).toBeNull();
});

test("a creation that was cut off is taken up: what it left goes first", async () => {
  const api = testApi();
  api.hosts.wait = (call) => (call === "create 101" ? never() : Promise.resolve());
  await api.call("POST", "/v2/droplets", dropletRequest());

  const next = await api.restarted(new FakeHosts());
  await next.api.lifecycle.idle();
  expect(next.hosts.calls).toEqual([
    "resume ",
    "prepare",
    "destroy 101",
    "applyFirewall 101",
    "create 101",
  ]);
  const { body } = await next.call("GET", "/v2/droplets/101");
  expect(body["droplet"]?.["status"]).toBe("active");
});

test("an action that was cut off is done again", async () => {
  const api = testApi();
  const id = await api.droplet();
  api.hosts.wait = never;
  const { body } = await api.call("POST", `/v2/droplets/${id}/actions`, { type: "power_off" });

  const next = await api.restarted(new FakeHosts());
  await next.api.lifecycle.idle();
  expect(next.hosts.running.has(id)).toBe(false);
  const action = await next.call("GET", `/v2/actions/${String(body["action"]?.["id"])}`);
  expect(action.body["action"]?.["status"]).toBe("completed");
});

test("a deletion that was cut off is finished, and nothing is booted for it", async () => {
  const api = testApi();
  api.hosts.wait = (call) => (call === "create 101" ? never() : Promise.resolve());
  await api.call("POST", "/v2/droplets", dropletRequest());
  await api.call("DELETE", "/v2/droplets/101");

  const next = await api.restarted(new FakeHosts());
  await next.api.lifecycle.idle();
  expect(next.hosts.calls).toEqual(["resume ", "destroy 101"]);
  expect((await next.call("GET", "/v2/droplets/101")).status).toBe(404);
});

test("a stopping API does not go on retrying a deletion; the next one does", async () => {
  const api = testApi();
  const id = await api.droplet();
  api.hosts.fail = (call) => (call.startsWith("destroy") ? "busy" : undefined);
  await api.call("DELETE", `/v2/droplets/${id}`);
  await api.api.lifecycle.drain();
  expect(api.api.store.state.droplets).toHaveLength(1);

  const next = await api.restarted(new FakeHosts());
  await next.api.lifecycle.idle();
  expect(next.api.store.state.droplets).toHaveLength(0);
});

test("a state that cannot be written when an action ends is written once it can be", async () => {
  const api = testApi();
  const id = await api.droplet();
  const commit = api.api.store.commit.bind(api.api.store);
  let failures = 1;
  let powerOff = (): void => undefined;
  api.hosts.wait = () => new Promise<void>((resolve) => (powerOff = resolve));
  const { body } = await api.call("POST", `/v2/droplets/${id}/actions`, { type: "power_off" });
  api.api.store.commit = (change) => {
    if (failures-- > 0) throw new Error("ENOSPC");
    return commit(change);
  };
  powerOff();
  await api.api.lifecycle.idle();
  const action = await api.call("GET", `/v2/actions/${String(body["action"]?.["id"])}`);
  expect(action.body["action"]?.["status"]).toBe("completed");
  expect(api.log.join()).toContain("will be tried again: Error: ENOSPC");
});

describe("a creation whose answer was lost", () => {
  const key = {
    name: "k",
    public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4TyN3yoYIfx9HHmCz6EQgJ8rDPDqIM4jkBRV9ciNcY",
  };

  test("is answered again after a restart instead of done again, once", async () => {
    const api = testApi();
    const first = await api.call("POST", "/v2/droplets", dropletRequest());
    const next = await api.restarted();
    const again = await next.call("POST", "/v2/droplets", dropletRequest());
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(next.api.store.state.droplets).toHaveLength(1);
    const another = await next.call("POST", "/v2/droplets", dropletRequest());
    expect(another.body["droplet"]?.["id"]).not.toEqual(first.body["droplet"]?.["id"]);
  });

  test("holds for keys too, whose second creation would be refused", async () => {
    const api = testApi();
    const first = await api.call("POST", "/v2/account/keys", key);
    const again = await (await api.restarted()).call("POST", "/v2/account/keys", key);
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  test("without a restart two are asked for and two are made", async () => {
    const api = testApi();
    await api.call("POST", "/v2/droplets", dropletRequest());
    await api.call("POST", "/v2/droplets", dropletRequest());
    expect(api.api.store.state.droplets).toHaveLength(2);
  });

  test("what has been deleted since is made anew", async () => {
    const api = testApi();
    const { body } = await api.call("POST", "/v2/account/keys", key);
    await api.call("DELETE", `/v2/account/keys/${String(body["ssh_key"]?.["id"])}`);
    const again = await (await api.restarted()).call("POST", "/v2/account/keys", key);
    expect(again.body["ssh_key"]?.["id"]).not.toEqual(body["ssh_key"]?.["id"]);
  });
});
