import { IMAGES } from "../../local/hosts/types";
import { items, testApi } from "./harness";

const { call } = testApi();
const slugs = async (path: string, key: string) =>
  items((await call("GET", path)).body[key]).map((one) => one["slug"]);

test("sizes are the price list's, with DigitalOcean's numbers", async () => {
  const { body } = await call("GET", "/v2/sizes?per_page=200");
  expect(body["meta"]?.["total"]).toBe(147);
  expect(items(body["sizes"]).find((size) => String(size["slug"]) === "s-2vcpu-4gb")).toMatchObject(
    {
      memory: 4096,
      vcpus: 2,
      disk: 80,
      price_monthly: 24,
      price_hourly: 0.03571,
      available: true,
    },
  );
  for (const size of items(body["sizes"])) {
    expect([size, Object.values(size).includes(NaN as never)]).toEqual([size, false]);
  }
});

test("regions offer every size", async () => {
  const { body } = await call("GET", "/v2/regions");
  expect(items(body["regions"])).toHaveLength(13);
  expect(items(items(body["regions"])[0]?.["sizes"])).toHaveLength(147);
});

test("images are the ones that can be booted, by slug and by id", async () => {
  expect(await slugs("/v2/images", "images")).toEqual(Object.keys(IMAGES).sort());
  const { body } = await call("GET", "/v2/images/debian-13-x64");
  expect(body["image"]).toMatchObject({ distribution: "Debian", name: "13 x64" });
  expect((await call("GET", `/v2/images/${String(body["image"]?.["id"])}`)).body).toEqual(body);
  expect((await call("GET", "/v2/images/ubuntu-24-04-x64")).status).toBe(404);
});

test.each([
  ["type=distribution", 2],
  ["type=application", 0],
  ["private=true", 0],
  ["tag_name=web", 0],
])("images with %s: %i", async (query, count) => {
  expect(await slugs(`/v2/images?${query}`, "images")).toHaveLength(count);
});

test("the account is active", async () => {
  const { body } = await call("GET", "/v2/account");
  expect(body["account"]).toMatchObject({ status: "active", droplet_limit: 253 });
});
