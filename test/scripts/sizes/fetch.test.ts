import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchSizes } from "../../../scripts/sizes/fetch";

const SIZE = {
  ...{ slug: "s-1vcpu-1gb", description: "Basic", memory: 1024, vcpus: 1, disk: 25 },
  ...{ price_monthly: 6, price_hourly: 0.00893, available: true, regions: ["fra1"] },
};

/** What `fetchSizes` makes of a server's answers, a status and a body each. */
async function fetched(
  answer: (request: IncomingMessage) => [status: number, body: unknown],
): Promise<Awaited<ReturnType<typeof fetchSizes>>> {
  const server = createServer((request, response) => {
    const [status, body] = answer(request);
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await fetchSizes(`http://127.0.0.1:${port}`, "secret");
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

test("all pages are read, with the token", async () => {
  const asked: string[] = [];
  const rows = await fetched(({ url = "", headers }) => {
    asked.push(`${url} ${headers.authorization}`);
    const second = url.includes("?page=2&");
    const size = second ? { ...SIZE, slug: "s-2vcpu-2gb" } : SIZE;
    return [200, { sizes: [size], links: second ? {} : { pages: { next: "…" } } }];
  });
  expect(rows.map(({ slug }) => slug)).toEqual(["s-1vcpu-1gb", "s-2vcpu-2gb"]);
  expect(rows[0]).toEqual({
    ...{ slug: "s-1vcpu-1gb", description: "Basic", memoryMiB: 1024, vcpus: 1, diskGiB: 25 },
    ...{ priceMonthly: 6, priceHourly: 0.00893 },
  });
  expect(asked).toEqual([
    "/v2/sizes?page=1&per_page=200 Bearer secret",
    "/v2/sizes?page=2&per_page=200 Bearer secret",
  ]);
});

test("what is not on sale is left out, and a table of nothing is none", async () => {
  const gone = { ...SIZE, slug: "1gb", available: false };
  expect(await fetched(() => [200, { sizes: [gone, SIZE] }])).toHaveLength(1);
  await expect(fetched(() => [200, { sizes: [gone] }])).rejects.toThrow(/has no size on sale/);
});

test.each<[number, unknown, RegExp]>([
  [401, {}, /does not take the token in DIGITALOCEAN_TOKEN \(401\)/],
  [503, "", /answered 503: try again later/],
  [200, "<html>", /answered with no list of sizes/],
  [200, { sizes: [{ ...SIZE, memory: "1 GB" }] }, /no list of sizes: sizes.0.memory/],
  [200, { sizes: [{ ...SIZE, slug: "a\tb" }] }, /no list of sizes: sizes.0.slug/],
])("%d %j is an error of one line without the token", async (status, body, message) => {
  const error = await fetched(() => [status, body]).catch((reason: unknown) => reason);
  expect(String(error)).toMatch(message);
  expect(String(error)).not.toMatch(/\n|secret/);
});

test("an API that is not there is one too, with the reason", async () => {
  await expect(fetchSizes("http://127.0.0.1:1", "secret")).rejects.toThrow(
    /^http:\/\/127.0.0.1:1\/v2\/sizes\S* could not be reached: .*(ECONNREFUSED|bad port)/,
  );
});
