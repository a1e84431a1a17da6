import { dropletIn, items, testApi, type TestApi } from "./harness";

const act = (api: TestApi, id: number, body: object) =>
  api.call("POST", `/v2/droplets/${id}/actions`, body);

/** Does the action to its end and returns the droplet. */
async function done(api: TestApi, id: number, body: object) {
  const { status, body: answer } = await act(api, id, body);
  expect([status, answer]).toMatchObject([201, { action: { status: "in-progress" } }]);
  await api.api.lifecycle.idle();
  const action = await api.call("GET", `/v2/actions/${String(answer["action"]?.["id"])}`);
  expect(action.body["action"]).toMatchObject({
    status: "completed",
    resource_id: id,
    resource_type: "droplet",
    region_slug: "fra1",
  });
  return dropletIn(await api.call("GET", `/v2/droplets/${id}`));
}

describe("power", () => {
  test("off, on, cycle, reboot, shutdown: the host and the status follow", async () => {
    const api = testApi();
    const id = await api.droplet();
    const steps = [
      ["power_off", "off"],
      ["power_on", "active"],
      ["power_cycle", "active"],
      ["reboot", "active"],
      ["shutdown", "off"],
    ] as const;
    for (const [type, status] of steps) {
      expect((await done(api, id, { type }))["status"]).toBe(status);
      expect(api.hosts.running.has(id)).toBe(status === "active");
    }
    expect(api.hosts.calls.slice(-5)).toEqual(steps.map(([type]) => `${type} ${id}`));
  });

  test.each([
    ["power_on", "active", "Droplet is already powered on."],
    ["power_off", "off", "Droplet is already powered off."],
    ["shutdown", "off", "Droplet is already powered off."],
    ["reboot", "off", "Droplet is already powered off."],
  ])("%s fails on a droplet that is %s", async (type, status, message) => {
    const api = testApi();
    const id = await api.droplet();
    if (status === "off") await done(api, id, { type: "power_off" });
    const { status: code, body } = await act(api, id, { type });
    expect([code, body["message"]]).toEqual([422, message]);
  });

  test("a guest that ignores a shutdown stays active, and the action errors", async () => {
    const api = testApi();
    const id = await api.droplet();
    api.hosts.isRunning = async () => true;
    const { body } = await act(api, id, { type: "shutdown" });
    await api.api.lifecycle.idle();
    const action = await api.call("GET", `/v2/actions/${String(body["action"]?.["id"])}`);
    expect(action.body["action"]).toMatchObject({ status: "errored" });
    expect(action.body["action"]?.["completed_at"]).toEqual(expect.any(String));
    const droplet = await api.call("GET", `/v2/droplets/${id}`);
    expect(droplet.body["droplet"]).toMatchObject({ status: "active", locked: false });
  });

  test("power_on makes the host of a droplet that never booted", async () => {
    const api = testApi();
    api.hosts.fail = (call) => (call.startsWith("create") ? "no space" : undefined);
    const id = await api.droplet();
    api.hosts.fail = () => undefined;
    expect((await done(api, id, { type: "power_on" }))["status"]).toBe("active");
    expect(api.hosts.specs.has(id)).toBe(true);
  });
});

test("while an action goes on the droplet is locked and takes no other", async () => {
  const api = testApi();
  const id = await api.droplet();
  let finish = (): void => undefined;
  api.hosts.wait = () => new Promise<void>((resolve) => (finish = resolve));
  await act(api, id, { type: "reboot" });
  const { body } = await api.call("GET", `/v2/droplets/${id}`);
  expect(body["droplet"]).toMatchObject({ locked: true, status: "active" });
  const refused = await act(api, id, { type: "power_off" });
  expect([refused.status, refused.body["message"]]).toEqual([
    422,
    "Droplet already has a pending event.",
  ]);
  finish();
});

describe("rename", () => {
  test("reaches the host", async () => {
    const api = testApi();
    const id = await api.droplet();
    expect((await done(api, id, { type: "rename", name: "db-1" }))["name"]).toBe("db-1");
    expect(api.hosts.specs.get(id)?.name).toBe("db-1");
  });

  test("fails on a name that no host can have, and without one", async () => {
    const api = testApi();
    const id = await api.droplet();
    expect((await act(api, id, { type: "rename", name: "-" })).status).toBe(422);
    expect((await act(api, id, { type: "rename" })).body["message"]).toBe("name: is missing.");
  });
});

describe("resize", () => {
  async function off() {
    const api = testApi();
    const id = await api.droplet();
    await done(api, id, { type: "power_off" });
    return { api, id };
  }

  test("takes cores, memory and, if asked, the disk", async () => {
    const { api, id } = await off();
    const droplet = await done(api, id, { type: "resize", size: "s-2vcpu-4gb", disk: true });
    expect(droplet).toMatchObject({
      size_slug: "s-2vcpu-4gb",
      vcpus: 2,
      memory: 4096,
      disk: 80,
      status: "off",
    });
    expect(api.hosts.specs.get(id)).toMatchObject({ vcpus: 2, memoryMiB: 4096, diskGiB: 80 });
  });

  test("keeps the disk otherwise, so that the way back stays open", async () => {
    const { api, id } = await off();
    expect(await done(api, id, { type: "resize", size: "s-2vcpu-4gb" })).toMatchObject({
      disk: 25,
    });
    expect(await done(api, id, { type: "resize", size: "s-1vcpu-1gb" })).toMatchObject({
      disk: 25,
    });
  });

  test.each([
    ["to a smaller disk", "s-1vcpu-512mb-10gb", "it has a smaller disk"],
    ["to no size", "huge", "You specified an invalid size for Droplet resize: huge."],
  ])("fails %s", async (_, size, message) => {
    const { api, id } = await off();
    const { status, body } = await act(api, id, { type: "resize", size });
    expect(status).toBe(422);
    expect(body["message"]).toContain(message);
  });

  test("fails while the droplet runs", async () => {
    const api = testApi();
    const { status, body } = await act(api, await api.droplet(), { type: "resize", size: "c-2" });
    expect([status, body["message"]]).toEqual([422, "Droplet must be powered off to be resized."]);
  });
});

test("enable_ipv6 gives an address, in the API and on the host", async () => {
  const api = testApi();
  const id = await api.droplet();
  const droplet = await done(api, id, { type: "enable_ipv6" });
  expect(droplet["features"]).toContain("ipv6");
  expect(droplet["networks"]?.["v6"]).toMatchObject([{ ip_address: "2001:db8:d0:7::2" }]);
  expect(api.hosts.specs.get(id)?.ipv6).toBe("2001:db8:d0:7::2");
});

test("backups go on and off, and their policy changes, without touching the host", async () => {
  const api = testApi();
  const id = await api.droplet();
  const before = api.hosts.calls.length;
  const policy = { plan: "weekly", weekday: "SUN", hour: 4 };
  const refused = await act(api, id, { type: "change_backup_policy", backup_policy: policy });
  expect(refused.body["message"]).toBe("Backups are not enabled for this Droplet.");
  const on = await done(api, id, { type: "enable_backups", backup_policy: policy });
  expect(on["features"]).toContain("backups");
  await done(api, id, { type: "change_backup_policy", backup_policy: { plan: "daily", hour: 0 } });
  expect(api.api.store.state.droplets[0]?.backupPolicy).toEqual({ plan: "daily", hour: 0 });
  const off = await done(api, id, { type: "disable_backups" });
  expect(off["features"]).not.toContain("backups");
  expect(api.hosts.calls.slice(before)).toEqual([]);
});

test("an action that the host refuses errors and changes nothing", async () => {
  const api = testApi();
  const id = await api.droplet();
  api.hosts.fail = (call) => (call.startsWith("update") ? "refused" : undefined);
  const { body } = await act(api, id, { type: "rename", name: "other" });
  await api.api.lifecycle.idle();
  const action = await api.call("GET", `/v2/actions/${String(body["action"]?.["id"])}`);
  expect(action.body["action"]?.["status"]).toBe("errored");
  const droplet = await api.call("GET", `/v2/droplets/${id}`);
  expect(droplet.body["droplet"]).toMatchObject({ name: "web-52033cc", locked: false });
});

test("types that nothing stands behind are 501 and named", async () => {
  const api = testApi();
  const { status, body } = await act(api, await api.droplet(), { type: "snapshot", name: "s" });
  expect([status, body["id"], body["message"]]).toEqual([
    501,
    "not_implemented",
    'POST /v2/droplets/{id}/actions with type "snapshot" is not implemented by the local cloud.',
  ]);
});

test("actions are listed newest first, all and a droplet's own", async () => {
  const api = testApi();
  const first = await api.droplet();
  const second = await api.droplet();
  await done(api, first, { type: "reboot" });
  const list = async (path: string) =>
    items((await api.call("GET", path)).body["actions"]).map((one) => [
      one["resource_id"],
      one["type"],
    ]);
  expect(await list("/v2/actions")).toEqual([
    [first, "reboot"],
    [second, "create"],
    [first, "create"],
  ]);
  expect(await list(`/v2/droplets/${second}/actions`)).toEqual([[second, "create"]]);
});

test("an action is shown under its own droplet only; what is not there is 404", async () => {
  const api = testApi();
  const first = await api.droplet();
  const second = await api.droplet();
  expect((await api.call("GET", `/v2/droplets/${first}/actions/${first + 1}`)).status).toBe(200);
  for (const path of [
    `/v2/droplets/${second}/actions/${first + 1}`,
    "/v2/droplets/7/actions",
    "/v2/droplets/7/actions/7",
    "/v2/actions/7",
  ]) {
    expect([path, (await api.call("GET", path)).status]).toEqual([path, 404]);
  }
  expect((await act(api, 7, { type: "reboot" })).status).toBe(404);
});
