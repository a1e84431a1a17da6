import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { sourceDigest } from "../../local/api/build";
import { askHealth, spawnApi, stopApi } from "../../local/cloud/daemon";
import { identify } from "../../local/hosts/system/processes";
import type { Cloud } from "../../local/hosts/types";
import { allocateCloud, findCloud } from "../../local/register";
import { temporaryFolder } from "./temporary";

const TIMEOUT_MS = 60_000;

/** The real API process, of a cloud without droplets: it touches nothing but its folder. */
let cloud: Cloud;
beforeEach(async () => {
  process.env["DJANGO_DROPLET_CLOUD_ROOT"] = temporaryFolder();
  cloud = await allocateCloud(temporaryFolder());
});
afterEach(() => stopApi(cloud), TIMEOUT_MS);
afterAll(() => {
  delete process.env["DJANGO_DROPLET_CLOUD_ROOT"];
});

test(
  "starts, says which cloud and which sources it is, and stops",
  async () => {
    expect(await askHealth(cloud)).toBeUndefined();
    const health = await spawnApi(cloud);
    expect(health).toMatchObject({ cloud: cloud.id, build: sourceDigest() });
    expect(identify(health.pid)).toBeDefined();
    await stopApi(cloud);
    expect(identify(health.pid)).toBeUndefined();
    expect(existsSync(join(cloud.root, "api.pid"))).toBe(false);
  },
  TIMEOUT_MS,
);

test(
  "after a kill -9 it starts again on the same port with the same token",
  async () => {
    const first = await spawnApi(cloud);
    process.kill(first.pid, "SIGKILL");
    const second = await spawnApi(cloud);
    expect(second.pid).not.toBe(first.pid);
    expect(await askHealth(cloud)).toMatchObject({ pid: second.pid });
  },
  TIMEOUT_MS,
);

test(
  "fails with the process's last words where it cannot start",
  async () => {
    const server = createServer((_, response) => response.end("{}")).listen(
      cloud.port,
      "127.0.0.1",
    );
    await once(server, "listening");
    try {
      await expect(spawnApi(cloud)).rejects.toThrow(
        `the local cloud's API did not start: port ${cloud.port} is taken by another program`,
      );
    } finally {
      server.close();
    }
  },
  TIMEOUT_MS,
);

test("something else on the port is not taken for the cloud's API", async () => {
  const answer = JSON.stringify({
    cloud: "ffffffff",
    pid: 1,
    build: "b",
    failures: [],
  });
  const server = createServer((_, response) => response.end(answer)).listen(
    cloud.port,
    "127.0.0.1",
  );
  await once(server, "listening");
  try {
    expect(await askHealth(cloud)).toBeUndefined();
  } finally {
    server.close();
  }
});

test("a pid file that outlived its process harms nobody", async () => {
  const bystander = spawn("cat", { stdio: ["pipe", "ignore", "ignore"] });
  writeFileSync(join(cloud.root, "api.pid"), `${bystander.pid}\n`);
  await stopApi(cloud);
  expect(identify(bystander.pid ?? 0)).toBeDefined();
  bystander.kill();
});

test(
  "an API that no longer answers is stopped all the same",
  async () => {
    const { pid } = await spawnApi(cloud);
    process.kill(pid, "SIGSTOP");
    const stopped = stopApi(cloud);
    // A stopped process takes its signal once it goes on, as a busy one would.
    await expect(askHealth(cloud)).resolves.toBeUndefined();
    process.kill(pid, "SIGCONT");
    await stopped;
    expect(identify(pid)).toBeUndefined();
  },
  TIMEOUT_MS,
);

test(
  "the API of a checkout that is gone is found by its path and stopped, also if it is silent",
  async () => {
    const { pid } = await spawnApi(cloud);
    rmSync(cloud.checkout, { recursive: true });
    const found = findCloud(cloud.checkout);
    expect(found).toEqual(cloud);
    // As an API whose own code is gone may be: it listens no more, and runs.
    const silent = { ...cloud, port: 1 };
    expect(await askHealth(silent)).toBeUndefined();
    await stopApi(silent);
    expect(identify(pid)).toBeUndefined();
  },
  TIMEOUT_MS,
);

test("the digest follows the sources", () => {
  expect(sourceDigest()).toMatch(/^[0-9a-f]{16}$/);
  expect(sourceDigest()).toBe(sourceDigest());
  expect(readFileSync(join(__dirname, "../../local/api/build.ts"), "utf8")).toContain(
    "local/hosts",
  );
});
