import fc from "fast-check";
import { Hono } from "hono";
import { createApi } from "../../local/api/api";
import { createApp } from "../../local/api/app";
import { listPage } from "../../local/api/http/paging";
import { rateLimitHeaders } from "../../local/api/http/headers";
import { emptyState } from "../../local/api/state/model";
import type { Store } from "../../local/api/state/store";
import { FakeHosts } from "./fake-hosts";
import { dropletRequest, items, testApi } from "./harness";
import { testCloud } from "./test-cloud";

const store = { state: emptyState() } as Store;
const app = createApp(createApi({ cloud: testCloud(), store, hosts: new FakeHosts() }));

describe("without the token", () => {
  test.each([
    ["no header", {}],
    ["another token", { authorization: "Bearer dop_v1_other" }],
    ["an empty token", { authorization: "Bearer" }],
    ["another scheme", { authorization: `Basic ${testCloud().token}` }],
  ])("%s is 401, whether the route exists or not", async (_, headers) => {
    for (const path of ["/v2/account", "/v2/nothing", "/health"]) {
      const response = await app.request(path, { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        id: "unauthorized",
        message: "Unable to authenticate you",
        request_id: response.headers.get("x-request-id"),
      });
    }
  });
});

test.each([
  ["GET", "/v2/volumes"],
  ["PATCH", "/v2/droplets/7"],
  ["POST", "/v2/droplets/7/nothing"],
  ["GET", "/v2/droplets/autoscale"],
  ["GET", "/"],
])("%s %s is 501 and names itself", async (method, path) => {
  const { status, body } = await testApi().call(method, path);
  expect([status, body["id"], body["message"]]).toEqual([
    501,
    "not_implemented",
    `${method} ${path} is not implemented by the local cloud.`,
  ]);
});

test.each(["", "{", "nothing"])("the body %j is 400", async (text) => {
  const { status, body } = await testApi().call("POST", "/v2/droplets", text);
  expect([status, body["id"], body["message"]]).toEqual([
    400,
    "bad_request",
    "error parsing request body",
  ]);
});

test.each(["null", "[]", "7"])("the body %j is 422", async (text) => {
  expect((await testApi().call("POST", "/v2/droplets", text)).status).toBe(422);
});

test("a body above 1 MiB is 413", async () => {
  const { call } = testApi();
  const request = dropletRequest({ user_data: "x".repeat(1024 * 1024) });
  const { status, body } = await call("POST", "/v2/droplets", request);
  expect([status, body["id"]]).toEqual([413, "payload_too_large"]);
});

test("what nobody foresaw is 500 without its details, which the log has", async () => {
  const { call, api, log } = testApi();
  api.store.commit = () => {
    throw new Error("ENOSPC: /secret/path");
  };
  const { status, body } = await call("POST", "/v2/tags", { name: "web" });
  expect([status, body["message"]]).toEqual([500, "Unexpected server-side error"]);
  expect(log.join("\n")).toContain("ENOSPC: /secret/path");
  expect(api.store.state.tags).toEqual([]);
});

test("the allowance counts down and comes back after the hour", async () => {
  let now = 1_000_000;
  const counted = new Hono();
  counted.use(rateLimitHeaders(() => now));
  counted.get("/", (c) => c.body(null, 204));
  const ask = async () => {
    const { headers } = await counted.request("/");
    return ["limit", "remaining", "reset"].map((name) => headers.get(`ratelimit-${name}`));
  };
  expect(await ask()).toEqual(["5000", "4999", "4600"]);
  expect(await ask()).toEqual(["5000", "4998", "4600"]);
  now += 3_600_000;
  expect(await ask()).toEqual(["5000", "4999", "8200"]);
});

test("what the kernel refuses is told", async () => {
  const { body } = await testApi().call("GET", "/health/limits");
  expect(body["limits"]).toEqual([{ feature: "lxcfs", error: "fuse: device not found" }]);
});

describe("paging", () => {
  const pager = new Hono();
  pager.get("/n/:total", (c) =>
    listPage(
      c,
      "things",
      Array.from({ length: Number(c.req.param("total")) }, (_, index) => index),
    ),
  );
  interface Page {
    things: number[];
    links: { pages?: Record<string, string> };
    meta: { total: number };
  }
  const get = async (path: string) => (await (await pager.request(path)).json()) as Page;

  test("one page has no links", async () => {
    expect(await get("/n/20")).toMatchObject({ links: {}, meta: { total: 20 } });
    expect((await get("/n/20")).links).toEqual({});
  });

  test("links keep the query and name the pages that there are", async () => {
    const url = (page: number) => `http://localhost/n/5?x=y&per_page=2&page=${page}`;
    expect((await get("/n/5?x=y&per_page=2")).links.pages).toEqual({ next: url(2), last: url(3) });
    expect((await get("/n/5?x=y&per_page=2&page=2")).links.pages).toEqual({
      first: url(1),
      prev: url(1),
      next: url(3),
      last: url(3),
    });
    expect((await get("/n/5?x=y&per_page=2&page=9")).links.pages).toEqual({
      first: url(1),
      prev: url(3),
    });
  });

  test.each([
    ["", 20],
    ["?per_page=200", 200],
    ["?per_page=201", 200],
    ["?per_page=0", 20],
    ["?per_page=-1", 20],
    ["?page=x", 20],
  ])("%j gives %i", async (query, count) => {
    expect((await get(`/n/500${query}`)).things).toHaveLength(count);
  });

  test("following next meets everything once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 25 }), async (total, perPage) => {
        const met: number[] = [];
        let path: string | undefined = `/n/${total}?per_page=${perPage}`;
        while (path !== undefined) {
          const page: Page = await get(path);
          met.push(...page.things);
          path = page.links.pages?.["next"];
        }
        expect(met).toEqual(Array.from({ length: total }, (_, index) => index));
      }),
    );
  });

  test("droplets come page by page", async () => {
    const { call, droplet } = testApi();
    for (let count = 0; count < 3; count++) await droplet();
    const { body } = await call("GET", "/v2/droplets?per_page=2&page=2");
    expect([items(body["droplets"]).length, body["meta"]?.["total"]]).toEqual([1, 3]);
  });
});
