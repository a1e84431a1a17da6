import { items, testApi } from "./harness";

const resources = (...ids: (number | string)[]) => ({
  resources: ids.map((id) => ({ resource_id: String(id), resource_type: "droplet" })),
});

test("a tag has a count for every kind of resource", async () => {
  const { call } = testApi();
  const { status, body } = await call("POST", "/v2/tags", { name: "web" });
  expect(status).toBe(201);
  const none = { count: 0 };
  expect(body["tag"]).toEqual({
    name: "web",
    resources: {
      count: 0,
      droplets: none,
      images: none,
      volumes: none,
      volume_snapshots: none,
      databases: none,
    },
  });
});

test("an existing tag, in any case, is a success and stays one tag", async () => {
  const { call } = testApi();
  await call("POST", "/v2/tags", { name: "Web" });
  const again = await call("POST", "/v2/tags", { name: "WEB" });
  expect([again.status, again.body["tag"]?.["name"]]).toEqual([201, "Web"]);
  const { body } = await call("GET", "/v2/tags");
  expect(items(body["tags"]).map((tag) => tag["name"])).toEqual(["Web"]);
});

test.each(["", "a b", "ä", "x".repeat(256)])("fails on the name %j", async (name) => {
  const { call } = testApi();
  expect((await call("POST", "/v2/tags", { name })).status).toBe(422);
});

test("a droplet's creation makes its tags; tagging and untagging are counted", async () => {
  const { call, droplet } = testApi();
  const first = await droplet({ tags: ["web", "WEB"] });
  const second = await droplet();
  const count = async () =>
    (await call("GET", "/v2/tags/web")).body["tag"]?.["resources"]?.["droplets"];
  expect(await count()).toEqual({
    count: 1,
    last_tagged_uri: `http://localhost/v2/droplets/${first}`,
  });

  expect((await call("POST", "/v2/tags/web/resources", resources(first, second))).status).toBe(204);
  expect(await count()).toMatchObject({ count: 2 });
  const untagged = await call("DELETE", "/v2/tags/Web/resources", resources(second));
  expect(untagged.status).toBe(204);
  expect(await count()).toMatchObject({ count: 1 });
});

test("the provider's change of a droplet's tags", async () => {
  const { call, droplet } = testApi();
  const id = await droplet({ tags: ["old"] });
  expect((await call("DELETE", "/v2/tags/old/resources", resources(id))).status).toBe(204);
  expect((await call("POST", "/v2/tags", { name: "new" })).status).toBe(201);
  expect((await call("POST", "/v2/tags/new/resources", resources(id))).status).toBe(204);
  const { body } = await call("GET", `/v2/droplets/${id}`);
  expect(body["droplet"]?.["tags"]).toEqual(["new"]);
});

test("a deleted tag leaves its droplets", async () => {
  const { call, droplet } = testApi();
  const id = await droplet({ tags: ["web", "db"] });
  expect((await call("DELETE", "/v2/tags/web")).status).toBe(204);
  expect((await call("GET", "/v2/tags/web")).status).toBe(404);
  const { body } = await call("GET", `/v2/droplets/${id}`);
  expect(body["droplet"]?.["tags"]).toEqual(["db"]);
});

test("fails on what is not there, and then tags none of the list", async () => {
  const { call, droplet } = testApi();
  const id = await droplet();
  await call("POST", "/v2/tags", { name: "web" });
  expect((await call("DELETE", "/v2/tags/x")).status).toBe(404);
  expect((await call("POST", "/v2/tags/x/resources", resources(id))).status).toBe(404);
  expect((await call("POST", "/v2/tags/web/resources", resources(id, 7))).status).toBe(404);
  const image = { resources: [{ resource_id: "7", resource_type: "image" }] };
  expect((await call("POST", "/v2/tags/web/resources", image)).status).toBe(422);
  const { body } = await call("GET", `/v2/droplets/${id}`);
  expect(body["droplet"]?.["tags"]).toEqual([]);
});
