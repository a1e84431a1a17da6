import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EarlierTree } from "./support/earlier-tree";
import { lastMessage, sign } from "./support/guestbook";
import { heading } from "./support/http";
import { underLoad } from "./support/load";
import { npmRun } from "./support/npm-run";
import { Stack, type Outputs } from "./support/stack";

/**
 * What this tree upgrades from: the last release's commit. As long as there is no release, the last
 * commit before application server, web server and supervisor could be chosen, which changed all that
 * is on a host.
 */
const EARLIER = "bb7044d87f1636ff585dfbfa043335721879064d";

const stack = new Stack("upgrade");
let before: Outputs;
let dropletId: number;

beforeAll(async () => {
  const earlier = await EarlierTree.at(EARLIER);
  try {
    await stack.init({ workers: undefined });
    await earlier.up(stack);
  } finally {
    earlier.remove();
  }
  before = await stack.outputs();
  dropletId = await stack.dropletId();
  await sign(before.url, "Written before the upgrade");
});

afterAll(() => stack.dispose());

test("the preview replaces and deletes nothing", async () => {
  const changes = await stack.changes();
  process.stderr.write(`the upgrade: ${changes.join(", ") || "no change"}\n`);
  expect(changes.filter((change) => /^(?!create |update )/.test(change))).toEqual([]);
});

test("the upgrade turns nobody away, and everything is still there", async () => {
  const { failed, failures, requests } = await underLoad(
    "upgrade",
    [`http://${before.ipv4Address}/`, `http://[${before.ipv6Address}]/`],
    () => stack.up(),
  );
  expect({ failed, failures }).toEqual({ failed: 0, failures: {} });
  expect(requests).toBeGreaterThan(50);
  expect(await stack.dropletId()).toBe(dropletId);
  expect(await heading(before.url)).toBe("Hello from Django");
  expect(await lastMessage(before.url)).toBe("Written before the upgrade");
  const { url, ipv4Address, ipv6Address } = before;
  expect(await stack.outputs()).toMatchObject({ url, ipv4Address, ipv6Address });
});

test("the upgraded service is well, and nothing is left to do", async () => {
  const { code, output } = await npmRun("status", ["--stack", stack.name]);
  expect(output).toMatch(/GET \/ 200/);
  expect(code).toBe(0);
  expect(await stack.changes()).toEqual([]);
});

test("a clone without that commit is told to fetch it", async () => {
  const shallow = mkdtempSync(join(tmpdir(), "django-droplet-shallow-"));
  try {
    execFileSync("git", ["init", "--quiet", shallow]);
    await expect(EarlierTree.at(EARLIER, shallow)).rejects.toThrow(
      /^commit [0-9a-f]{40} is not in this clone: run git fetch --unshallow /,
    );
  } finally {
    rmSync(shallow, { recursive: true });
  }
});
