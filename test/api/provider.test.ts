import { dropletIn, dropletRequest, KEY, testApi, type TestApi } from "./harness";

/**
 * The calls of DigitalOcean's Terraform provider, in its order, and what it insists on in the answers.
 * Its waits are left out: what it polls for has to be there once the work is done.
 */
type Step = [method: string, path: string, request: object | undefined, status: number];

async function play(api: TestApi, steps: Step[]) {
  for (const [method, path, request, status] of steps) {
    const answer = await api.call(method, path, request);
    expect([method, path, answer.status]).toEqual([method, path, status]);
    await api.api.lifecycle.idle();
  }
}

const show = async (api: TestApi, id: number) =>
  dropletIn(await api.call("GET", `/v2/droplets/${id}`));

test("a stack goes up: key, tag, firewall, droplet", async () => {
  const api = testApi();
  const everyone = { addresses: ["0.0.0.0/0", "::/0"] };
  await play(api, [
    ["POST", "/v2/account/keys", { name: "k", public_key: KEY }, 201],
    ["GET", "/v2/account/keys/101", undefined, 200],
    ["GET", "/v2/account/keys/101", undefined, 200],
    ["POST", "/v2/tags", { name: "dev" }, 201],
    ["GET", "/v2/tags/dev", undefined, 200],
    [
      "POST",
      "/v2/firewalls",
      {
        name: "dev",
        inbound_rules: [{ protocol: "tcp", ports: "22", sources: everyone }],
        outbound_rules: [
          { protocol: "tcp", ports: "all", destinations: everyone },
          { protocol: "icmp", destinations: everyone },
        ],
        droplet_ids: [],
        tags: ["dev"],
      },
      202,
    ],
    [
      "POST",
      "/v2/droplets",
      dropletRequest({
        ssh_keys: [101],
        monitoring: true,
        user_data: "#cloud-config\n",
        tags: ["dev"],
      }),
      202,
    ],
  ]);
  const droplet = await show(api, 103);
  expect(droplet).toMatchObject({ status: "active", locked: false });
  // Missing, it would replace the droplet at the next `up`.
  expect(droplet["features"]).toContain("monitoring");
  // The provider dereferences these without a look.
  for (const field of ["region", "size", "networks"])
    expect(droplet[field]).toEqual(expect.any(Object));
});

test("size: off, resize, on", async () => {
  const api = testApi();
  const id = await api.droplet();
  const actions = `/v2/droplets/${id}/actions`;
  await play(api, [["POST", actions, { type: "power_off" }, 201]]);
  expect(await show(api, id)).toMatchObject({ status: "off", locked: false });
  await play(api, [
    ["POST", actions, { type: "resize", size: "s-1vcpu-2gb", disk: true }, 201],
    ["POST", actions, { type: "power_on" }, 201],
  ]);
  expect(await show(api, id)).toMatchObject({
    status: "active",
    size_slug: "s-1vcpu-2gb",
    disk: 50,
  });
});

test("size, when somebody powered the droplet off before", async () => {
  const api = testApi();
  const id = await api.droplet();
  api.hosts.running.delete(id);
  const { body } = await api.call("POST", `/v2/droplets/${id}/actions`, { type: "power_off" });
  // The provider looks for this sentence in the error and goes on.
  expect(body["message"]).toContain("Droplet is already powered off");
});

test("name, backups, IPv6 and tags in place", async () => {
  const api = testApi();
  const id = await api.droplet({ tags: ["old"] });
  const actions = `/v2/droplets/${id}/actions`;
  const resources = { resources: [{ resource_id: String(id), resource_type: "droplet" }] };
  await play(api, [
    ["POST", actions, { type: "rename", name: "renamed" }, 201],
    ["POST", actions, { type: "enable_backups", backup_policy: { plan: "daily", hour: 4 } }, 201],
    [
      "POST",
      actions,
      { type: "change_backup_policy", backup_policy: { plan: "weekly", weekday: "MON", hour: 8 } },
      201,
    ],
    ["POST", actions, { type: "disable_backups" }, 201],
    ["POST", actions, { type: "enable_ipv6" }, 201],
    ["DELETE", "/v2/tags/old/resources", resources, 204],
    ["POST", "/v2/tags", { name: "new" }, 201],
    ["POST", "/v2/tags/new/resources", resources, 204],
  ]);
  expect(await show(api, id)).toMatchObject({ name: "renamed", tags: ["new"], locked: false });
  expect((await show(api, id))["features"]).toEqual([
    "ipv6",
    "droplet_agent",
    "private_networking",
  ]);
});

test("a stack goes down: graceful shutdown, droplet, firewall, tag, key", async () => {
  const api = testApi();
  await api.call("POST", "/v2/account/keys", { name: "k", public_key: KEY });
  await api.call("POST", "/v2/tags", { name: "dev" });
  const rule = { protocol: "udp", ports: "53", destinations: { addresses: ["::/0"] } };
  const request = { name: "dev", outbound_rules: [rule], tags: ["dev"] };
  const { body } = await api.call("POST", "/v2/firewalls", request);
  const id = await api.droplet({ tags: ["dev"], ssh_keys: [101] });
  expect(await show(api, id)).toMatchObject({ locked: false });
  await play(api, [["POST", `/v2/droplets/${id}/actions`, { type: "shutdown" }, 201]]);
  expect(await show(api, id)).toMatchObject({ status: "off", locked: false });
  await play(api, [
    ["DELETE", `/v2/droplets/${id}`, undefined, 204],
    ["GET", `/v2/droplets/${id}`, undefined, 404],
    ["DELETE", `/v2/firewalls/${String(body["firewall"]?.["id"])}`, undefined, 204],
    ["DELETE", "/v2/tags/dev", undefined, 204],
    ["DELETE", "/v2/account/keys/101", undefined, 204],
  ]);
  expect(api.api.store.state).toMatchObject({ droplets: [], firewalls: [], tags: [], keys: [] });
});
