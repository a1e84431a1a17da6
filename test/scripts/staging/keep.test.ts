import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { isLasting } from "../../../components/guards/lasting";
import { CloudApi } from "../../../scripts/staging/api";
import { describeKept } from "../../../scripts/staging/commands/keep";
import { adviceFor } from "../../../scripts/staging/commands/reap";
import { throwawayStacks } from "../../../scripts/staging/commands/select";
import { deriveConfig } from "../../../scripts/staging/config";
import { expiryOf } from "../../../scripts/staging/expiry";
import type { Home } from "../../../scripts/staging/homes";
import { keep } from "../../../scripts/staging/keep";
import { reasonOf } from "../../../scripts/staging/reason";
import { configuredExpiry, type Found } from "../../../scripts/staging/survey";
import { CONFIG_HEADER } from "../../../scripts/staging/up";
import { FakeApi } from "./fake-api";

jest.mock("../../../scripts/lib/stack-config", () => ({
  stackConfigFile: (stack: string) => join(mockFolder(), `Pulumi.${stack}.yaml`),
}));
const folder = mkdtempSync(join(tmpdir(), "django-droplet-keep-"));
// jest moves mocks to the top, and lets them see only what is called so.
function mockFolder(): string {
  return folder;
}

const NOW = new Date("2026-11-24T12:00:00Z");
const AT = "2026-11-24T20:00:00Z";
const LATER = "2026-11-26T20:00:00Z";
const FILE = join(folder, "Pulumi.pr-1.yaml");
const tagOf = (at: string) => `expires-at:${at.replaceAll(":", "-")}`;

/** Where a stack's expiry is told, and what was done about it, in order. */
interface World {
  tag?: string;
  output?: string;
  /** In the state. */
  dropletTags?: string[];
  /** At the cloud. */
  liveTags: string[];
  done: string[];
  pending: Found["facts"]["pending"];
}
let world: World;
let fails: string;
let server: FakeApi;

/** As `staging up` leaves it. */
beforeEach(async () => {
  const config = deriveConfig({ "django-droplet:cloud": "local" }, "pr-1", AT);
  writeFileSync(FILE, CONFIG_HEADER + stringify({ config }));
  const dropletTags = ["web", tagOf(AT)];
  world = {
    ...{ tag: AT, output: AT, dropletTags, liveTags: dropletTags },
    ...{ done: [], pending: [] },
  };
  fails = "";
  server = new FakeApi((request) => {
    if (fails === "api") return { status: 500 };
    if (request.startsWith("GET")) {
      return { status: 200, body: { droplet: { tags: world.liveTags } } };
    }
    const tag = decodeURIComponent(request.split("/")[3] ?? "");
    world.liveTags = world.liveTags.filter((one) => one !== tag);
    return { status: 204 };
  });
  await server.start();
});
afterEach(() => server.stop());
afterAll(() => rmSync(folder, { recursive: true }));

function does(what: string, work: () => void): Promise<void> {
  world.done.push(what);
  if (what === fails) return Promise.reject(new Error("no way"));
  return Promise.resolve(work());
}

const readConfig = () =>
  (parse(readFileSync(FILE, "utf8")) as { config: Record<string, unknown> }).config;

/** The stack as a survey finds it. */
function found(): Found {
  const { tag: stackTag, output, dropletTags: tags, pending } = world;
  const program = {
    removeAllConfig: (_: string, keys: string[]) =>
      does("config", () => {
        const text = readFileSync(FILE, "utf8").split("\n");
        const kept = text.filter((line) => !keys.some((key) => line.startsWith(`  ${key}:`)));
        writeFileSync(FILE, kept.join("\n"));
      }),
  };
  const bare = {
    setTag: (...[, , value]: string[]) => does("set tag", () => (world.tag = value ?? "")),
    removeTag: () => does("tag", () => delete world.tag),
  };
  const config = configuredExpiry("pr-1");
  const droplet = tags && {
    ...{ id: "7", size: "s-1vcpu-1gb", backups: false, createdAt: NOW, tags },
  };
  return {
    ...{ name: "pr-1", local: false, home: { bare, program } as unknown as Home },
    facts: {
      ...{ resources: 9, pending, names: [] },
      ...(output !== undefined && { expiresAt: output }),
      ...(droplet && { droplet }),
    },
    expiry: expiryOf({ config, stackTag, output, dropletTags: tags }),
  };
}

/** What `npm run up` does of a config without an expiry; tags that the state has not got stay. */
function up(): void {
  expect(configuredExpiry("pr-1")).toBeUndefined();
  delete world.output;
  const old = world.dropletTags ?? [];
  world.liveTags = ["web", ...world.liveTags.filter((tag) => !old.includes(tag))];
  world.dropletTags = ["web"];
}

const keepIt = () =>
  keep(found(), NOW, () => new CloudApi({ endpoint: server.endpoint, token: "t", tries: 1 }));

it("takes the expiry out of config and stack tag, and an up does the rest", async () => {
  const kept = await keepIt();
  expect(kept).toEqual({ before: new Date(AT), again: false, notes: [] });
  expect(world.done).toEqual(["config", "tag"]);
  expect(readFileSync(FILE, "utf8")).toBe("config:\n  django-droplet:cloud: local\n");
  // It is a throwaway stack as long as an up can still be forgotten.
  expect(throwawayStacks(["pr-1"], { found: [found()], unseen: [] })).toHaveLength(1);
  up();
  expect(found().expiry).toEqual({ unreadable: [] });
  const { expiresAt, allowReplace = false } = readConfig();
  expect(isLasting({ expiresAt, allowReplace } as Parameters<typeof isLasting>[0])).toBe(true);
  expect(world.liveTags).toEqual(["web"]);
  expect(server.asked).toEqual([]);
});

it("can be said twice before the up", async () => {
  await keepIt();
  expect(await keepIt()).toMatchObject({ before: new Date(AT), again: false });
});

it("keeps one that somebody has made lasting by config and up, but for its tag", async () => {
  await keepIt();
  up();
  world.tag = "2026-11-23T00:00:00Z";
  expect(found().expiry.at).toBeDefined();
  expect(await keepIt()).toEqual({ again: false, notes: [] });
  expect(found().expiry).toEqual({ unreadable: [] });
});

describe("after an extension that no up has followed", () => {
  beforeEach(() => {
    writeFileSync(FILE, readFileSync(FILE, "utf8").replace(AT, LATER));
    world.tag = LATER;
    world.liveTags = ["web", tagOf(LATER)];
  });

  it("the tag stays until the up, since reap would go by the earlier time", async () => {
    expect(await keepIt()).toEqual({ before: new Date(LATER), again: true, notes: [] });
    expect(found().expiry.at).toEqual(new Date(LATER));
    up();
    expect(found().expiry.at).toEqual(new Date(LATER));
    expect(await keepIt()).toEqual({ again: false, notes: [] });
    expect(found().expiry).toEqual({ unreadable: [] });
    expect(world.liveTags).toEqual(["web"]);
  });

  it("the tag has the later time before the config loses it", async () => {
    world.tag = AT;
    await keepIt();
    expect(world.done).toEqual(["set tag", "config"]);
    expect(found().expiry.at).toEqual(new Date(LATER));
  });

  it("nothing is lost if the tag cannot be written", async () => {
    world.tag = AT;
    fails = "set tag";
    await expect(keepIt()).rejects.toThrow("no way");
    expect(found().expiry.at).toEqual(new Date(LATER));
  });

  it("a droplet that cannot be asked for its tags is told", async () => {
    await keepIt();
    up();
    fails = "api";
    const { notes } = await keepIt();
    expect(notes).toEqual([
      expect.stringMatching(/^of "pr-1", not looked at: whether its droplet has .* 500\)$/),
    ]);
    expect(found().expiry).toEqual({ unreadable: [] });
  });
});

describe("fails", () => {
  it("with all as it was where the config cannot be written", async () => {
    fails = "config";
    await expect(keepIt()).rejects.toThrow("no way");
    expect(found().expiry.at).toEqual(new Date(AT));
    expect(readFileSync(FILE, "utf8")).toContain(CONFIG_HEADER);
    expect(world.tag).toBe(AT);
  });

  it("where the tag stays, and says by what it ends", async () => {
    fails = "tag";
    await expect(keepIt()).rejects.toThrow(
      "its config has no expiry any more, but the stack's tag has, by which reap goes: keep it again (no way)",
    );
    expect(found().expiry.at).toEqual(new Date(AT));
    fails = "";
    await keepIt();
    up();
    expect(found().expiry).toEqual({ unreadable: [] });
  });

  it.each(["2026-11-24T11:00:00Z", "2026-11-24T12:09:59Z"])(
    "at %s, too late for an up before it",
    async (at) => {
      writeFileSync(FILE, readFileSync(FILE, "utf8").replace(AT, at));
      Object.assign(world, { tag: at, output: at, dropletTags: ["web", tagOf(at)] });
      await expect(keepIt()).rejects.toThrow(
        `stack "pr-1" ends at ${at}, and keeping it takes an up before that, for which 10 min should be left: npm run staging -- extend pr-1 --ttl 8h, then keep it`,
      );
      expect(world.done).toEqual([]);
    },
  );

  it("on one that was cut short: what the cloud was making would be lost sight of", async () => {
    world.pending = [{ type: "digitalocean:index/droplet:Droplet", name: "d-1" }];
    await expect(keepIt()).rejects.toThrow(
      'stack "pr-1" is unfinished, and of what the cloud was making then nobody would know: npm run staging -- up pr-1, then keep it',
    );
    expect(world.done).toEqual([]);
  });

  it.each([
    [false, "npm run pulumi -- config refresh --stack pr-1"],
    [true, 'eval "$(npm run -s env)"; pulumi config refresh --stack pr-1'],
  ])("without its config here; local: %s", async (local, advice) => {
    rmSync(FILE);
    const api = () => new CloudApi({ endpoint: server.endpoint, token: "t", tries: 1 });
    await expect(keep({ ...found(), local }, NOW, api)).rejects.toThrow(
      `Pulumi.pr-1.yaml is not here, which the next up goes by: keep it where that is, or write it as the last up had it: ${advice}`,
    );
    expect(world.done).toEqual([]);
  });
});

it.each([
  [
    { before: new Date(AT), again: false },
    `pr-1 still ends at ${AT}: its droplet's tag and its output tell that until npm run up -- --stack pr-1 has run, so run it before then`,
  ],
  [
    { before: new Date(AT), again: true },
    `pr-1 still ends at ${AT}, to which it was extended after its last up: before then run npm run up -- --stack pr-1, and npm run staging -- keep pr-1 once more`,
  ],
  [
    { again: false },
    "pr-1 has no end any more; its droplet is protected once npm run up -- --stack pr-1 has run",
  ],
])("says what is still to do: %j", (kept, line) => {
  expect(describeKept("pr-1", { ...kept, notes: [] })).toBe(line);
});

it("is what reap advises where it meets what is protected", () => {
  // resource/deploy/step.go of Pulumi 3.259.
  const said =
    'resource "urn:pulumi:pr-1::django-droplet::g::guard" cannot be deleted\nbecause it is protected. To unprotect the resource, …';
  expect(adviceFor({ name: "pr-1", reason: reasonOf("destroy failed", [said]) })).toBe(
    "if it is to stay: npm run staging -- keep pr-1; npm run down -- --stack pr-1 says how it is destroyed",
  );
});
