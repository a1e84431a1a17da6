import { z } from "zod";
import { CloudApi } from "../../../scripts/staging/api";
import { removeStrays } from "../../../scripts/staging/strays";
import { FakeApi, type Answer } from "./fake-api";

let server: FakeApi | undefined;
afterEach(() => server?.stop());

async function api(answer: (request: string, before: number) => Answer): Promise<CloudApi> {
  server = new FakeApi(answer);
  await server.start();
  return new CloudApi({ endpoint: server.endpoint, token: "t", pauseMs: 1 });
}

describe("the cloud's clock", () => {
  it("is the time of an answer", async () => {
    const headers = { date: "Tue, 24 Nov 2026 13:00:00 GMT" };
    const cloud = await api(() => ({ status: 200, body: {}, headers }));
    expect(await cloud.now()).toEqual(new Date("2026-11-24T13:00:00Z"));
  });

  it("is none where the time is garbage", async () => {
    const cloud = await api(() => ({ status: 200, body: {}, headers: { date: "noon" } }));
    await expect(cloud.now()).rejects.toThrow(/tells no time$/);
  });
});

describe("an answer that may be another one later", () => {
  it.each([429, 500, 502, 503])("%d is asked again", async (status) => {
    const cloud = await api((_, before) => ({ status: before < 2 ? status : 204 }));
    await cloud.remove("/v2/droplets/1");
    expect(server?.asked).toHaveLength(3);
  });

  it("is given up after four, in one line that says what and where", async () => {
    const cloud = await api(() => ({ status: 503, headers: { "retry-after": "0.001" } }));
    await expect(cloud.remove("/v2/droplets/1")).rejects.toThrow(
      `DELETE /v2/droplets/1 at ${server?.endpoint} failed: 503`,
    );
    expect(server?.asked).toHaveLength(4);
  });

  it("no answer at all is one, too", async () => {
    const cloud = await api(() => ({ status: 200 }));
    await server?.stop();
    await expect(cloud.remove("/v2/droplets/1")).rejects.toThrow(/failed: .*ECONNREFUSED/);
    server = undefined;
  });
});

it("a refusal is not asked again, and a wrong token is named", async () => {
  const cloud = await api(() => ({ status: 401, body: { id: "Unauthorized" } }));
  await expect(cloud.now()).rejects.toThrow(
    /^GET \/v2\/account was answered 401 .*is DIGITALOCEAN_TOKEN the account's\?$/,
  );
  expect(server?.asked).toHaveLength(1);
});

it("reads all pages of a list", async () => {
  const cloud = await api((request) => {
    const page = Number(new URL(request.slice(4), "http://a").searchParams.get("page"));
    const count = page < 3 ? 200 : 1;
    return { status: 200, body: { tags: Array.from({ length: count }, () => ({ name: "x" })) } };
  });
  expect(await cloud.list("/v2/tags", "tags", z.object({ name: z.string() }))).toHaveLength(401);
});

it("gives a droplet its new tag before it takes the old one away", async () => {
  const cloud = await api((request) => ({
    status: request.startsWith("DELETE") ? 404 : 201,
    body: {},
  }));
  await cloud.retag("7", "expires-at:2", ["expires-at:1"]);
  const resources = '{"resources":[{"resource_id":"7","resource_type":"droplet"}]}';
  expect(server?.asked).toEqual([
    'POST /v2/tags {"name":"expires-at:2"}',
    `POST /v2/tags/expires-at:2/resources ${resources}`,
    `DELETE /v2/tags/expires-at%3A1/resources ${resources}`,
  ]);
});

describe("strays", () => {
  const DROPLET = "digitalocean:index/droplet:Droplet";
  const droplets = [
    { id: 1, name: "host-1a2b3c4" },
    { id: 2, name: "host-1a2b3c4d" },
    { id: 3, name: "production" },
  ];
  const lists = (request: string): Answer =>
    request.startsWith("GET /v2/droplets")
      ? { status: 200, body: { droplets } }
      : request.startsWith("GET")
        ? { status: 200, body: { tags: [{ name: "t-1" }], firewalls: null } }
        : { status: 204 };

  it("are deleted by their whole name and no other", async () => {
    const cloud = await api(lists);
    const pending = [
      { type: DROPLET, name: "host-1a2b3c4" },
      { type: "digitalocean:index/tag:Tag", name: "t-1" },
      { type: "digitalocean:index/firewall:Firewall", name: "f-1" },
    ];
    expect(await removeStrays(cloud, pending)).toEqual(["droplet host-1a2b3c4", "tag t-1"]);
    expect(server?.asked.filter((line) => line.startsWith("DELETE"))).toEqual([
      "DELETE /v2/droplets/1",
      "DELETE /v2/tags/t-1",
    ]);
  });

  it("are none without a name, and of kinds that the cloud does not have", async () => {
    const cloud = await api(lists);
    const pending = [{ type: DROPLET }, { type: "command:remote:Command", name: "production" }];
    expect(await removeStrays(cloud, pending)).toEqual([]);
    expect(server?.asked).toEqual([]);
  });

  it("one that the API fails on in the middle is a failure, not a success", async () => {
    const cloud = await api((request) =>
      request.startsWith("DELETE") ? { status: 500 } : lists(request),
    );
    await expect(removeStrays(cloud, [{ type: DROPLET, name: "production" }])).rejects.toThrow(
      /DELETE \/v2\/droplets\/3 .* failed: 500/,
    );
  });
});
