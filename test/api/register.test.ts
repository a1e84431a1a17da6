import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { allocateCloud, findCloud, goneCheckouts, releaseCloud } from "../../local/register";
import { TYPESCRIPT } from "../../local/typescript";
import { temporaryFolder } from "./temporary";

const TIMEOUT_MS = 30_000;

let root: string;
beforeEach(() => {
  root = temporaryFolder();
  process.env["DJANGO_DROPLET_CLOUD_ROOT"] = root;
});
afterAll(() => {
  delete process.env["DJANGO_DROPLET_CLOUD_ROOT"];
});

const readRegister = () =>
  JSON.parse(readFileSync(join(root, "register.json"), "utf8")) as {
    clouds: Record<string, { checkout: string; slot: number }>;
  };

test("a checkout keeps its place, by whatever path it is named", async () => {
  const checkout = temporaryFolder();
  const link = join(temporaryFolder(), "link");
  symlinkSync(checkout, link);
  expect(findCloud(checkout)).toBeUndefined();
  const cloud = await allocateCloud(checkout);
  expect(await allocateCloud(link)).toEqual(cloud);
  expect(findCloud(link)).toEqual(cloud);
});

test("what a cloud gets has the form that the kernel and the API's clients ask for", async () => {
  const cloud = await allocateCloud(temporaryFolder());
  expect(cloud.id).toMatch(/^[0-9a-f]{8}$/);
  expect(cloud.bridge.length).toBeLessThanOrEqual(15);
  expect(cloud.ipv4Prefix).toMatch(/^198\.1[89]\.\d{1,3}$/);
  expect(cloud.ipv6Prefix).toMatch(/^2001:db8:d0:[0-9a-f]{1,3}$/);
  expect(cloud.port).toBeGreaterThan(1024);
  expect(cloud.token).toMatch(/^dop_v1_[0-9a-f]{64}$/);
  expect(cloud.root).toBe(join(root, cloud.id));
});

test("the token is its owner's alone, and not in the register that all may read", async () => {
  const cloud = await allocateCloud(temporaryFolder());
  expect(statSync(join(cloud.root, "token")).mode & 0o777).toBe(0o600);
  expect(statSync(join(root, "register.json")).mode & 0o777).toBe(0o644);
  expect(readFileSync(join(root, "register.json"), "utf8")).not.toContain(cloud.token);
});

test("checkouts share nothing", async () => {
  const clouds = [];
  for (let count = 0; count < 5; count++) clouds.push(await allocateCloud(temporaryFolder()));
  for (const key of ["id", "port", "token", "bridge", "ipv4Prefix", "ipv6Prefix"] as const) {
    expect(new Set(clouds.map((cloud) => cloud[key])).size).toBe(5);
  }
});

test("a released place takes folder and token with it, and is given again", async () => {
  const checkout = temporaryFolder();
  const cloud = await allocateCloud(checkout);
  await releaseCloud(cloud);
  expect(findCloud(checkout)).toBeUndefined();
  expect(readRegister().clouds).toEqual({});
  const again = await allocateCloud(checkout);
  expect(again.port).toBe(cloud.port);
  expect(again.token).not.toBe(cloud.token);
});

test("a place whose port somebody else has is passed over", async () => {
  const checkout = temporaryFolder();
  const cloud = await allocateCloud(checkout);
  await releaseCloud(cloud);
  const server = createServer().listen(cloud.port, "127.0.0.1");
  await once(server, "listening");
  try {
    expect((await allocateCloud(checkout)).port).not.toBe(cloud.port);
  } finally {
    server.close();
  }
});

describe("when every place is taken", () => {
  /** A register that is full, all but one of its checkouts being this folder. */
  function fill(alive: string, abandoned: string) {
    const clouds = Object.fromEntries(
      Array.from({ length: 511 }, (_, index) => [
        `other${index}`,
        { checkout: index === 300 ? abandoned : alive, slot: index + 1 },
      ]),
    );
    writeFileSync(join(root, "register.json"), JSON.stringify({ version: 1, clouds }));
  }

  test("the place of a checkout that is gone is given away, its disks with it", async () => {
    const gone = temporaryFolder();
    rmSync(gone, { recursive: true });
    fill(root, gone);
    mkdirSync(join(root, "other300", "hosts"), { recursive: true });
    const cloud = await allocateCloud(temporaryFolder());
    expect(readRegister().clouds[cloud.id]?.slot).toBe(301);
    expect(readRegister().clouds["other300"]).toBeUndefined();
    expect(() => statSync(join(root, "other300"))).toThrow("ENOENT");
  });

  test("fails while all checkouts are there, saying what frees a place", async () => {
    fill(root, root);
    await expect(allocateCloud(temporaryFolder())).rejects.toThrow(
      'all 511 places for local clouds are taken: "npm run cloud -- reset" in a checkout frees its own',
    );
  });
});

describe("a checkout that is gone", () => {
  test("is known by the path that it had, until its cloud is gone too", async () => {
    const parent = temporaryFolder();
    const checkout = join(parent, "shop");
    mkdirSync(checkout);
    await allocateCloud(temporaryFolder());
    const cloud = await allocateCloud(checkout);
    expect(goneCheckouts()).toEqual([]);
    rmSync(checkout, { recursive: true });
    expect(goneCheckouts()).toEqual([checkout]);
    expect(findCloud(checkout)).toEqual(cloud);
    expect(findCloud(`${parent}/./blog/../shop/`)).toEqual(cloud);
    await releaseCloud(cloud);
    expect(goneCheckouts()).toEqual([]);
    expect(() => findCloud(checkout)).toThrow(`${checkout} is not there`);
  });

  test("is not what this user may not see, or can do nothing about", async () => {
    // Root may see all: what is below a file is not there, and what is below itself cannot be known.
    const [below, loop] = [join(temporaryFolder(), "file"), join(temporaryFolder(), "loop")];
    writeFileSync(below, "");
    symlinkSync(loop, loop);
    const clouds = {
      "00000001": { checkout: join(below, "shop"), slot: 1 },
      "00000002": { checkout: join(loop, "shop"), slot: 2 },
      "00000003": { checkout: "/nowhere/without-token", slot: 3 },
    };
    for (const id of ["00000001", "00000002"]) {
      mkdirSync(join(root, id));
      writeFileSync(join(root, id, "token"), "t");
    }
    writeFileSync(join(root, "register.json"), JSON.stringify({ version: 1, clouds }));
    expect(goneCheckouts()).toEqual([join(below, "shop")]);
  });

  test("is given no cloud, neither a new one nor the one that it had", async () => {
    const checkout = temporaryFolder();
    await allocateCloud(checkout);
    rmSync(checkout, { recursive: true });
    const before = readRegister();
    for (const path of [checkout, "/nowhere"]) {
      await expect(allocateCloud(path)).rejects.toThrow(`${path} is not there`);
    }
    expect(readRegister()).toEqual(before);
  });

  test("fails where none is registered, and names those that are", async () => {
    expect(() => findCloud("/nowhere")).toThrow(
      /^\/nowhere is not there: name the folder of a checkout$/,
    );
    const checkouts = [temporaryFolder(), temporaryFolder()];
    for (const checkout of checkouts) {
      await allocateCloud(checkout);
      rmSync(checkout, { recursive: true });
    }
    expect(() => findCloud("/nowhere")).toThrow(
      `/nowhere is not there: name the folder of a checkout, or of one that is gone and whose cloud npm run cloud -- reset is to delete: ${goneCheckouts().join(", ")}`,
    );
    expect(goneCheckouts().sort()).toEqual(checkouts.sort());
  });
});

test("fails on a register of another version", async () => {
  writeFileSync(join(root, "register.json"), '{"version":2}');
  await expect(allocateCloud(temporaryFolder())).rejects.toThrow(
    "is not a register of this version",
  );
});

test(
  "processes that ask at once get places of their own",
  async () => {
    const script = join(__dirname, "allocate.ts");
    const checkouts = Array.from({ length: 6 }, () => temporaryFolder());
    // Two processes each ask for all checkouts, in opposite orders.
    const children = [checkouts, checkouts.toReversed()].map((list) =>
      spawn(process.execPath, [...TYPESCRIPT, script, ...list], {
        stdio: "inherit",
        env: { ...process.env },
      }),
    );
    const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
    expect(codes).toEqual([0, 0]);
    const slots = Object.values(readRegister().clouds).map(({ slot }) => slot);
    expect(slots).toHaveLength(6);
    expect(new Set(slots).size).toBe(6);
  },
  TIMEOUT_MS,
);

test(
  "a process that is killed while it holds the lock holds up nobody",
  async () => {
    const holder = spawn(
      process.execPath,
      [...TYPESCRIPT, join(__dirname, "hold-register.ts"), join(root, "register.lock")],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(holder.stdout, "data");
    holder.kill("SIGKILL");
    await expect(allocateCloud(temporaryFolder())).resolves.toBeDefined();
  },
  TIMEOUT_MS,
);
