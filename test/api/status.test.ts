import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readStatus, renderStatus } from "../../local/cloud/status";
import { allocateCloud } from "../../local/register";
import { temporaryFolder } from "./temporary";
import { testCloud } from "./test-cloud";

const NOTHING = { droplets: [], limits: [], failures: [], bases: [], gone: [] };

beforeEach(() => {
  process.env["DJANGO_DROPLET_CLOUD_ROOT"] = temporaryFolder();
});
afterAll(() => {
  delete process.env["DJANGO_DROPLET_CLOUD_ROOT"];
});

test("a checkout without a cloud hears how to make one", () => {
  expect(renderStatus(NOTHING)).toBe("no local cloud yet: npm run cloud -- start");
});

test("a cloud is told in lines, and after it those whose checkouts are gone", () => {
  const droplet = { id: 7, name: "web", status: "active", size: "s-1vcpu-1gb" };
  const status = {
    ...NOTHING,
    cloud: testCloud({ port: 18107 }),
    apiPid: 12,
    droplets: [{ ...droplet, addresses: ["198.18.7.7"] }],
    failures: [{ droplet: 7, action: "create", error: "no space" }],
    gone: ["/home/ada/shop", "/home/ada/it's old"],
  };
  expect(renderStatus(status)).toMatchInlineSnapshot(`
    "API       http://127.0.0.1:18107, up, process 12
    cloud     1a2b3c4d, /nowhere/1a2b3c4d, 198.18.7.0/24, 2001:db8:d0:7::/64
    bases     none
    droplets  7  web  active  s-1vcpu-1gb  198.18.7.7
    failures  droplet 7, create: no space
    refused   none
    gone      /home/ada/shop, but not its cloud: npm run cloud -- reset --checkout /home/ada/shop deletes it
              /home/ada/it's old, but not its cloud: npm run cloud -- reset --checkout '/home/ada/it'\\''s old' deletes it"
  `);
});

test("what is gone is the register's, whether this checkout has a cloud or not", async () => {
  const checkout = join(temporaryFolder(), "shop");
  mkdirSync(checkout);
  await allocateCloud(checkout);
  expect((await readStatus(undefined)).gone).toEqual([]);
  rmSync(checkout, { recursive: true });
  const status = await readStatus(undefined);
  expect(renderStatus(status)).toBe(
    `no local cloud yet: npm run cloud -- start\ngone      ${checkout}, but not its cloud: npm run cloud -- reset --checkout ${checkout} deletes it`,
  );
});
