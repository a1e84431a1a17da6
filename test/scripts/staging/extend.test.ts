import { CloudApi } from "../../../scripts/staging/api";
import { expiryOf } from "../../../scripts/staging/expiry";
import { extend } from "../../../scripts/staging/extend";
import type { Home } from "../../../scripts/staging/homes";
import type { Found } from "../../../scripts/staging/survey";
import { FakeApi, type Answer } from "./fake-api";

const TO = new Date("2026-11-25T13:00:00Z");
let server: FakeApi;
const setTag = jest.fn<Promise<void>, string[]>();

beforeEach(() => setTag.mockReset().mockResolvedValue());
afterEach(() => server.stop());

async function start(answer: (request: string) => Answer): Promise<() => CloudApi> {
  server = new FakeApi(answer);
  await server.start();
  return () => new CloudApi({ endpoint: server.endpoint, token: "t", tries: 1 });
}

/** A stack whose config is on another machine. */
function stack(stackTag: string): Found {
  const droplet = {
    ...{ id: "7", size: "s-1vcpu-1gb", backups: false, createdAt: TO },
    tags: ["expires-at:2026-11-24T12-00-00Z"],
  };
  return {
    ...{ name: "no-config-of-this-name", local: false, expiry: expiryOf({ stackTag }) },
    facts: { resources: 9, pending: [], names: [], droplet },
    home: { bare: { setTag } } as unknown as Home,
  };
}

const LIVE = ["web", "expires-at:2026-11-24T13-00-00Z"];
const works = (request: string): Answer =>
  request.startsWith("GET")
    ? { status: 200, body: { droplet: { tags: LIVE } } }
    : { status: request.startsWith("DELETE") ? 204 : 201, body: undefined };

it("writes stack tag and droplet tag, and takes away the one that the droplet has now", async () => {
  const api = await start(works);
  expect(await extend(stack("2026-11-24T13:00:00Z"), TO, api)).toEqual([]);
  expect(setTag).toHaveBeenCalledWith(
    "no-config-of-this-name",
    "expiresAt",
    "2026-11-25T13:00:00Z",
  );
  expect(server.asked.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "GET /v2/droplets/7",
    "POST /v2/tags",
    "POST /v2/tags/expires-at:2026-11-25T13-00-00Z/resources",
    "DELETE /v2/tags/expires-at%3A2026-11-24T13-00-00Z/resources",
  ]);
});

it("one place is enough, and the other is told", async () => {
  const api = await start(() => ({ status: 500 }));
  const [note, ...others] = await extend(stack("2026-11-24T13:00:00Z"), TO, api);
  expect(note).toMatch(/^of "no-config-of-this-name", not written: the droplet tag: GET .* 500$/);
  expect(others).toEqual([]);
});

it("fails where no place could be written", async () => {
  const api = await start(() => ({ status: 500 }));
  setTag.mockRejectedValue(new Error("no stack tags here"));
  await expect(extend(stack("2026-11-24T13:00:00Z"), TO, api)).rejects.toThrow(
    /^stack tag: no stack tags here; droplet tag: GET/,
  );
});

it("never takes time away", async () => {
  const api = await start(works);
  await expect(extend(stack("2026-11-26T00:00:00Z"), TO, api)).rejects.toThrow(
    "lives until 2026-11-26T00:00:00Z already, which is later: give a longer --ttl",
  );
  expect(setTag).not.toHaveBeenCalled();
  expect(server.asked).toEqual([]);
});
