import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expiryTag, isExpiryTag } from "../../components/host/expiry-tag";
import { cloudEnvironment } from "../../local/cloud";
import { LOCAL_STATE } from "../../scripts/lib/environment";
import { ROOT } from "../../scripts/lib/project";
import { stackConfigFile } from "../../scripts/lib/stack-config";
import { callApi, deleteDroplet, tracesOfDroplet } from "./support/cloud";
import { FaultyApi } from "./support/faulty-api";
import { heading } from "./support/http";
import { killTree } from "./support/kill-tree";
import { npmRun } from "./support/npm-run";
import { ProcessList } from "./support/process-list";
import { BARE, Stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

const STACKS = join(LOCAL_STATE, ".pulumi", "stacks", "django-droplet");
const PAST = "2020-01-01T00:00:00Z";
const SECRET = "a-secret-of-the-model";
const FAR = "2999-01-01T00:00:00Z";
const EXPIRED = { expiresAt: PAST };

const fresh = new Stack("staging-fresh");
/** Its first `up` is cut short. */
const healed = new Stack("staging-healed");
const live = [fresh, healed];
const lasting = new Stack("staging-lasting");
const cut = new Stack("staging-cut");
const gone = new Stack("staging-gone");
const changed = new Stack("staging-changed");
const far = new Stack("staging-far");
const busy = new Stack("staging-busy");
const refused = new Stack("staging-refused");
const bare = [lasting, gone, changed, far, refused];
const all = [...live, ...bare, cut, busy];
const api = new FaultyApi();

const WITH = ["--from", lasting.name, "--config", "workers=2"];
const staging = (...args: string[]) => npmRun("staging", args);
const namesOf = (stacks: readonly Stack[]) => stacks.map(({ name }) => name);

interface Row {
  name: string;
  secondsLeft: number;
  costUsd: number;
  url: string | null;
  state: string[];
}

/** What `list` says of stacks, in their order; undefined of one that it does not know. */
async function rowsOf(...stacks: Stack[]): Promise<(Row | undefined)[]> {
  const { output } = await staging("list", "--json");
  const rows = JSON.parse(/^\[(.*?\n)?\]/ms.exec(output)?.[0] ?? "") as Row[];
  return stacks.map((stack) => rows.find(({ name }) => name === stack.name));
}

interface Droplet {
  id: number;
  tags: string[];
}

async function droplets(): Promise<Droplet[]> {
  const path = "/v2/droplets?per_page=200";
  return (await callApi<{ droplets: Droplet[] }>("GET", path)).droplets;
}

/** Kills an `up` while the cloud makes the droplet, which the state does not know then. */
async function cutShort(stack: Stack): Promise<void> {
  let engine = 0;
  const up = stack.tryUp({ onOutput: (_, { pid }) => (engine = pid ?? 0) });
  await waitFor("the droplet to be asked for", () => isDropletPending(stack));
  killTree(engine);
  await up;
}

function isDropletPending(stack: Stack): boolean {
  const file = join(STACKS, `${stack.name}.json`);
  try {
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest?: { pending_operations?: { resource: { urn: string } }[] } };
    };
    const operations = checkpoint.latest?.pending_operations ?? [];
    return operations.some(({ resource }) => resource.urn.endsWith("-droplet"));
  } catch {
    // It is being written.
    return false;
  }
}

/** Nothing of it is on the machine; its disk is deleted in the background. */
async function isGone(id: number): Promise<void> {
  await waitFor(`droplet ${id} to be gone`, async () => (await tracesOfDroplet(id)).length === 0);
}

beforeAll(async () => {
  // The provider's own patience with a failing API takes half a minute.
  process.env["DIGITALOCEAN_HTTP_RETRY_MAX"] = "1";
  await api.start();
  for (const stack of [...bare, cut, busy]) {
    await stack.init(stack === lasting ? { workers: undefined } : EXPIRED);
  }
});

afterAll(async () => {
  for (const stack of all) await stack.dispose();
  await api.stop();
});

describe("stacks by command", () => {
  test("two come up at once, one of them after an up that was cut short", async () => {
    await healed.init({ expiresAt: FAR });
    await cutShort(healed);
    // An empty one of these would hide all stacks.
    expect(
      readdirSync(STACKS).filter((file) => file.includes(healed.name) && file.endsWith(".attrs")),
    ).toEqual([]);
    const [cutRow] = await rowsOf(healed);
    expect(cutRow?.state).toEqual(["unfinished"]);

    await lasting.pulumi(["config", "set", "shop:token", SECRET, "--secret"]);
    const processes = new ProcessList();
    const { code, output } = await staging("up", ...namesOf(live), ...WITH, "--ttl", "1h");
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(processes.stop()).not.toContain(SECRET);
    expect(output).not.toContain(SECRET);
    for (const row of await rowsOf(...live)) {
      expect(row).toMatchObject({ costUsd: 0, state: ["up"] });
      expect(row?.secondsLeft).toBeGreaterThan(1_800);
      expect(row?.secondsLeft).toBeLessThanOrEqual(3_600);
      expect(await heading(row?.url ?? "")).toBe("Hello from Django");
    }
    // The droplet that was being made is gone, and all that have it are others.
    expect((await droplets()).filter(({ tags }) => tags.includes(expiryTag(FAR)))).toEqual([]);
  });

  test("each has the model's config, its secrets under a key of its own", async () => {
    for (const { name } of live) {
      const text = readFileSync(stackConfigFile(name), "utf8");
      expect(text).not.toContain(SECRET);
      expect(text).toContain('django-droplet:workers: "2"');
      const get = ["config", "get", "shop:token", "--stack", name];
      expect((await npmRun("pulumi", get)).output).toContain(SECRET);
    }
  });

  test("one is given more time, without an up", async () => {
    expect(await staging("extend", fresh.name, "--ttl", "5h")).toMatchObject({ code: 0 });
    const [row] = await rowsOf(fresh);
    expect(row?.secondsLeft).toBeGreaterThan(3_600);
    const id = await fresh.dropletId();
    const droplet = (await droplets()).find((one) => one.id === id);
    expect(droplet?.tags.filter(isExpiryTag)).toHaveLength(1);
    // The next up changes the droplet's tags, and keeps the droplet.
    expect(await fresh.changes()).toContain("update django-host-droplet");
  });

  test("down refuses a stack without an expiry, and names the command that does not", async () => {
    const { code, output } = await staging("down", lasting.name);
    expect(code).toBe(1);
    expect(output).toContain(`npm run down -- --stack ${lasting.name}`);
  });
});

describe("reap", () => {
  const ids = new Map<Stack, number>();
  const reaped = [...live, ...bare, cut];

  beforeAll(async () => {
    const raise = async (stack: Stack) => {
      await stack.up(BARE);
      ids.set(stack, await stack.dropletId());
    };
    await Promise.all([...bare.map(raise), cutShort(cut)]);
    await deleteDroplet(idOf(gone));
    // A program that cannot even start, and a config that is on another machine.
    changed.setConfig({ source: { directory: "no/such/folder" }, nonsense: "1" });
    rmSync(stackConfigFile(far.name));
  });

  function idOf(stack: Stack): number {
    const id = ids.get(stack);
    if (id === undefined) throw new Error(`${stack.name} has no droplet`);
    return id;
  }

  test("a dry run names what is past its time, and touches nothing", async () => {
    const { code, output } = await staging("reap", "--dry-run", ...namesOf(reaped));
    expect(code).toBe(0);
    const would = [...output.matchAll(/^would destroy (\S+)$/gm)].map(([, name]) => name);
    expect(would.sort()).toEqual(namesOf([gone, changed, far, refused, cut]).sort());
    const [cutRow, goneRow] = await rowsOf(cut, gone);
    expect(cutRow?.state).toEqual(["expired", "unfinished"]);
    expect(goneRow?.state).toContain("droplet gone");
  });

  /** Has the engine ask another address for the stack's resources. */
  async function moveApi(stack: Stack, from: string, to: string): Promise<void> {
    const file = join(stack.source.directory, "..", "state.json");
    await stack.pulumi(["stack", "export", "--file", file]);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
    await stack.pulumi(["stack", "import", "--file", file]);
  }

  test("it goes on past a failure of the API, and reports it", async () => {
    api.failWith(500);
    const cloud = cloudEnvironment(ROOT).DIGITALOCEAN_API_URL;
    await moveApi(refused, cloud, api.url);
    const { code, output } = await staging("reap", ...namesOf(reaped));
    // Nobody could destroy it once this test is gone.
    await moveApi(refused, api.url, cloud);
    expect(code).toBe(1);
    const destroyed = [...output.matchAll(/^destroyed (\S+)$/gm)].map(([, name]) => name);
    expect(destroyed.sort()).toEqual(namesOf([gone, changed, far, cut]).sort());
    expect(output).toMatch(new RegExp(`^failed ${refused.name}: .*500`, "m"));
    expect(output).toContain("4 destroyed, 2 not past their time, 1 failed");
  });

  test("nothing of what was destroyed is left, in the cloud or here", async () => {
    for (const stack of [changed, far]) await isGone(idOf(stack));
    const destroyed = [gone, changed, far, cut];
    expect(await rowsOf(...destroyed)).toEqual(destroyed.map(() => undefined));
    for (const { name } of destroyed) expect(existsSync(stackConfigFile(name))).toBe(false);
    // That of the one that was cut short is not in its state.
    const expired = (await droplets()).filter(({ tags }) => tags.includes(expiryTag(PAST)));
    expect(expired.map(({ id }) => id)).toEqual([idOf(refused)]);
  });

  test("what failed is destroyed the next time, and what has no expiry stays", async () => {
    const { code, output } = await staging("reap", ...namesOf(reaped));
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain(`destroyed ${refused.name}`);
    expect((await lasting.resources()).length).toBeGreaterThan(5);
    expect(await heading((await healed.outputs()).url)).toBe("Hello from Django");
  });

  test("an up that lives keeps its stack; once it is dead its lock is no hindrance", async () => {
    let engine = 0;
    const up = busy.tryUp({ onOutput: (_, { pid }) => (engine = pid ?? 0) });
    await waitFor("the droplet to be asked for", () => isDropletPending(busy));

    const held = await staging("reap", busy.name);
    expect(held.code).toBe(1);
    expect(held.output).toMatch(
      new RegExp(`^failed ${busy.name}: it is being worked on by .*process ${engine}`, "m"),
    );

    killTree(engine);
    await up;
    expect(await staging("reap", busy.name)).toMatchObject({ code: 0 });
    expect(await rowsOf(busy)).toEqual([undefined]);
  });
});

test("down destroys stacks whose time is not over", async () => {
  const ids = await Promise.all(live.map((stack) => stack.dropletId()));
  expect(await staging("down", ...namesOf(live))).toMatchObject({ code: 0 });
  for (const id of ids) await isGone(id);
  expect(await rowsOf(...live)).toEqual([undefined, undefined]);
});
