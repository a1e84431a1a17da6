import { dropletRequest, items, KEY, testApi } from "./harness";

describe("creating a droplet", () => {
  test("answers 202 with a droplet that is new, and the action that makes it", async () => {
    const { call } = testApi();
    const { status, body } = await call("POST", "/v2/droplets", dropletRequest());
    expect(status).toBe(202);
    expect(body["droplet"]).toMatchObject({
      id: 101,
      status: "new",
      locked: false,
      networks: { v4: [], v6: [] },
    });
    expect(body["links"]).toMatchObject({
      actions: [{ id: 102, rel: "create", href: "http://localhost/v2/actions/102" }],
    });
  });

  test("is new until the host runs, then active with its addresses in the same answer", async () => {
    const { call, hosts, api } = testApi();
    let boot = (): void => undefined;
    hosts.wait = (call) =>
      call === "create 101" ? new Promise<void>((resolve) => (boot = resolve)) : Promise.resolve();
    await call("POST", "/v2/droplets", dropletRequest({ ipv6: true }));

    const during = await call("GET", "/v2/droplets/101");
    expect(during.body["droplet"]).toMatchObject({ status: "new", locked: false });
    const action = await call("GET", "/v2/actions/102");
    expect(action.body["action"]).toMatchObject({
      status: "in-progress",
      type: "create",
      completed_at: null,
      resource_id: 101,
    });

    boot();
    await api.lifecycle.idle();
    const after = await call("GET", "/v2/droplets/101");
    expect(after.body["droplet"]).toMatchObject({
      status: "active",
      locked: false,
      vcpus: 1,
      memory: 1024,
      disk: 25,
      region: { slug: "fra1" },
      size: { slug: "s-1vcpu-1gb", price_monthly: 6, price_hourly: 0.00893 },
      networks: {
        v4: [
          {
            type: "public",
            ip_address: "198.18.7.2",
            netmask: "255.255.255.0",
            gateway: "198.18.7.1",
          },
          { type: "private", ip_address: "198.18.7.2" },
        ],
        v6: [{ type: "public", ip_address: "2001:db8:d0:7::2", netmask: 64 }],
      },
    });
    const done = await call("GET", "/v2/actions/102");
    expect(done.body["action"]).toMatchObject({ status: "completed" });
    expect(done.body["action"]?.["completed_at"]).toEqual(expect.any(String));
  });

  test("boots a host from exactly what was asked for", async () => {
    const { call, hosts, droplet } = testApi();
    const key = await call("POST", "/v2/account/keys", { name: "mine", public_key: KEY });
    const named = key.body["ssh_key"];
    await droplet({
      ssh_keys: [named?.["id"], named?.["fingerprint"]],
      user_data: "#cloud-config\n",
      ipv6: true,
    });
    expect(hosts.specs.get(102)).toEqual({
      id: 102,
      name: "web-52033cc",
      image: "debian-13-x64",
      memoryMiB: 1024,
      vcpus: 1,
      diskGiB: 25,
      ipv4: "198.18.7.2",
      ipv6: "2001:db8:d0:7::2",
      userData: "#cloud-config\n",
      authorizedKeys: [KEY, KEY],
    });
  });

  test.each([
    [{ monitoring: true }, ["monitoring", "droplet_agent", "private_networking"]],
    [{ backups: true, ipv6: true }, ["backups", "ipv6", "droplet_agent", "private_networking"]],
    [{ with_droplet_agent: false }, ["private_networking"]],
  ])("%j comes back as features %j", async (asked, features) => {
    const { call, droplet } = testApi();
    const { body } = await call("GET", `/v2/droplets/${await droplet(asked)}`);
    expect(body["droplet"]?.["features"]).toEqual(features);
  });

  test("takes what the official provider sends when nothing is set", async () => {
    const { call, droplet } = testApi();
    const id = await droplet({ ssh_keys: null, region: "", image: "120000012" });
    const { body } = await call("GET", `/v2/droplets/${id}`);
    expect(body["droplet"]).toMatchObject({
      region: { slug: "fra1" },
      image: { slug: "debian-12-x64", id: 120000012 },
    });
  });

  test.each([
    [{ size: "huge" }, "You specified an invalid size for Droplet creation."],
    [{ image: "ubuntu-24-04-x64" }, "Available here: debian-12-x64, debian-13-x64."],
    [{ image: 7 }, "You specified an invalid image for Droplet creation."],
    [{ region: "mars1" }, "You specified an invalid region for Droplet creation."],
    [{ name: "a_b" }, "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)"],
    [{ name: "a".repeat(256) }, "name has 256 characters; 255 are allowed."],
    [{ ssh_keys: [7, "aa:bb"] }, "7, aa:bb are invalid key identifiers for Droplet creation."],
    [{ user_data: "x".repeat(65537) }, "user_data has 65537 bytes; 65536 are allowed."],
    [{ tags: ["a b"] }, "tags.0: "],
    [{ volumes: [{ id: "v" }] }, "volumes: the local cloud has none"],
    [{ public_networking: false }, "public_networking: "],
    [{ vpc_uuid: "5a4981aa-9653-4bd1-bef5-d6bff52042e4" }, "vpc_uuid: the local cloud has one VPC"],
    [{ size: 4 }, "size: Invalid input: expected string, received number"],
  ])("fails on %j", async (over, message) => {
    const { call, hosts, api } = testApi();
    const { status, body } = await call("POST", "/v2/droplets", dropletRequest(over));
    expect(status).toBe(422);
    expect(body).toMatchObject({ id: "unprocessable_entity" });
    expect(body["message"]).toContain(message);
    expect(api.store.state.droplets).toEqual([]);
    expect(hosts.calls).toEqual([]);
  });

  test("64 KiB of user data are allowed", async () => {
    const { call } = testApi();
    const request = dropletRequest({ user_data: "x".repeat(65536) });
    expect((await call("POST", "/v2/droplets", request)).status).toBe(202);
  });

  test("fails when the network is full", async () => {
    const { call, api } = testApi();
    api.store.commit((draft) => {
      draft.droplets = Array.from({ length: 253 }, () => ({ address: 2 })) as never;
    });
    const { status, body } = await call("POST", "/v2/droplets", dropletRequest());
    expect([status, body["message"]]).toEqual([
      422,
      "creating this/these droplet(s) will exceed your droplet limit",
    ]);
  });

  test("a host that does not boot leaves the droplet off, with the reason in the log", async () => {
    const { call, hosts, droplet, log } = testApi();
    hosts.fail = (call) => (call === "create 101" ? "no space left on device" : undefined);
    await droplet();
    expect((await call("GET", "/v2/droplets/101")).body["droplet"]?.["status"]).toBe("off");
    expect((await call("GET", "/v2/actions/102")).body["action"]?.["status"]).toBe("errored");
    expect(log).toEqual(["droplet 101: create failed: Error: no space left on device"]);
    const health = await call("GET", "/health");
    expect(health.body["failures"]).toEqual([
      { droplet: 101, action: "create", error: "Error: no space left on device" },
    ]);
  });
});

describe("listing droplets", () => {
  test("by name, by tag in any case, and all", async () => {
    const { call, droplet } = testApi();
    await droplet({ name: "a", tags: ["Web"] });
    await droplet({ name: "b", tags: ["web", "db"] });
    await droplet({ name: "c" });
    const names = async (query: string) =>
      items((await call("GET", `/v2/droplets${query}`)).body["droplets"]).map((one) => one["name"]);
    expect(await names("")).toEqual(["a", "b", "c"]);
    expect(await names("?name=b")).toEqual(["b"]);
    expect(await names("?tag_name=WEB")).toEqual(["a", "b"]);
    expect(await names("?tag_name=none")).toEqual([]);
  });
});

describe("deleting a droplet", () => {
  test("answers 204; the droplet is shown as it was until its host is gone", async () => {
    const { call, hosts, api, droplet } = testApi();
    const id = await droplet();
    let vanish = (): void => undefined;
    hosts.wait = (call) =>
      call === `destroy ${id}`
        ? new Promise<void>((resolve) => (vanish = resolve))
        : Promise.resolve();
    expect((await call("DELETE", `/v2/droplets/${id}`)).status).toBe(204);
    expect((await call("GET", `/v2/droplets/${id}`)).body["droplet"]).toMatchObject({
      status: "active",
      locked: false,
    });
    // A repetition, as after a lost answer, is no error and does not destroy twice.
    expect((await call("DELETE", `/v2/droplets/${id}`)).status).toBe(204);
    const refused = await call("POST", `/v2/droplets/${id}/actions`, { type: "reboot" });
    expect(refused.body["message"]).toBe("Droplet already has a pending event.");

    vanish();
    await api.lifecycle.idle();
    expect((await call("GET", `/v2/droplets/${id}`)).status).toBe(404);
    expect((await call("DELETE", `/v2/droplets/${id}`)).status).toBe(404);
    expect(hosts.calls.filter((call) => call === `destroy ${id}`)).toHaveLength(2);
    expect(hosts.specs.size).toBe(0);
  });

  test("by tag takes those with the tag only", async () => {
    const { call, api, droplet } = testApi();
    await droplet({ tags: ["old"] });
    const kept = await droplet();
    expect((await call("DELETE", "/v2/droplets?tag_name=old")).status).toBe(204);
    await api.lifecycle.idle();
    expect(api.store.state.droplets.map(({ id }) => id)).toEqual([kept]);
  });

  test("by tag fails without a tag, and with one that does not exist", async () => {
    const { call } = testApi();
    expect((await call("DELETE", "/v2/droplets")).status).toBe(422);
    expect((await call("DELETE", "/v2/droplets?tag_name=x")).status).toBe(404);
  });

  test("is tried again until the host is gone", async () => {
    const { call, hosts, api, droplet } = testApi();
    const id = await droplet();
    let failures = 1;
    hosts.fail = (call) => (call.startsWith("destroy") && failures-- > 0 ? "busy" : undefined);
    await call("DELETE", `/v2/droplets/${id}`);
    await api.lifecycle.idle();
    expect((await call("GET", `/v2/droplets/${id}`)).status).toBe(404);
  });

  test("never gives an address to the next droplet at once", async () => {
    const { call, api, hosts, droplet } = testApi();
    await call("DELETE", `/v2/droplets/${await droplet()}`);
    await api.lifecycle.idle();
    const id = await droplet();
    expect(hosts.specs.get(id)?.ipv4).toBe("198.18.7.3");
  });
});

test("a droplet that powered itself off is off", async () => {
  const { call, hosts, droplet } = testApi();
  const id = await droplet();
  hosts.running.delete(id);
  expect((await call("GET", `/v2/droplets/${id}`)).body["droplet"]?.["status"]).toBe("off");
  const on = await call("POST", `/v2/droplets/${id}/actions`, { type: "power_on" });
  expect(on.status).toBe(201);
});
