import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { EngineError } from "../../local/engine/error";
import { ensureEngine } from "../../local/engine/setup";
import { fakeContext, goAnswers, removeFakes, write, type FakeContext, type Ran } from "./fake";

afterAll(removeFakes);

const ensure = (context: FakeContext) => ensureEngine(context.report, context);
const failure = async (context: FakeContext) =>
  ensure(context).then(
    () => "no failure",
    (error: Error) => (error instanceof EngineError ? error.message : `unexpected: ${error.stack}`),
  );
const built = (context: FakeContext) =>
  context.ran.filter(({ args }) => args[0] === "build").map(({ args }) => args.at(-1));
const kept = (context: FakeContext) => readdirSync(context.folder).sort();

describe("an engine from Go modules", () => {
  it("has CLI and language host side by side, and every plugin at the version of its npm package", async () => {
    const context = fakeContext();
    const { home, bin, source } = await ensure(context);

    expect(source).toBe("modules");
    expect(bin).toBe(path.join(home, "versions", "3.259.0", "bin", "pulumi"));
    expect(readdirSync(path.dirname(bin)).sort()).toEqual(["pulumi", "pulumi-language-nodejs"]);
    const installs = context.ran.filter(({ args }) => args[0] === "plugin");
    expect(installs.map(({ args }) => args.slice(0, 6))).toEqual(
      ["command 1.0.0", "digitalocean 2.0.0", "random 3.0.0", "tls 4.0.0"].map((plugin) => [
        ...["plugin", "install", "resource"],
        ...plugin.split(" "),
        "--file",
      ]),
    );
    expect(installs.map(({ args }) => path.basename(args[6] ?? ""))).toEqual(
      ["command", "digitalocean", "random", "tls"].map((name) => `pulumi-resource-${name}`),
    );
  });

  it("is built by what go.mod and go.sum say, without the person's own Go settings", async () => {
    const context = fakeContext();
    context.environment["GOOS"] = "windows";
    context.environment["GOWORK"] = "/somewhere/go.work";
    await ensure(context);

    const { args, options } = context.ran.find(({ args }) => args[0] === "build") as Ran;
    expect(args).toEqual(expect.arrayContaining(["-mod=readonly", "-trimpath", "-buildvcs=false"]));
    expect(args[args.indexOf("-ldflags") + 1]).toBe(
      "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0",
    );
    expect(options.cwd).toBe(path.join(context.sources, "cli"));
    expect(options.env).toMatchObject({ CGO_ENABLED: "0", GOWORK: "off", GOOS: undefined });
  });

  it("is there at once the second time", async () => {
    const context = fakeContext();
    const first = await ensure(context);
    context.ran.length = 0;
    context.reported.length = 0;

    expect(await ensure(context)).toEqual(first);
    expect(context.ran).toEqual([]);
    expect(context.reported).toEqual([]);
    expect(context.probes).toBe(1);
  });

  it("is built once by two set-ups at once, and the one that waits says so", async () => {
    const context = fakeContext();
    const [one, other] = await Promise.all([ensure(context), ensure(context)]);

    expect(one).toEqual(other);
    expect(built(context)).toHaveLength(6);
    expect(context.reported.join("\n")).toMatch(/another set-up of the engine is at work/);
  });

  it("is another one after a plugin's source changed, of which only that plugin is built", async () => {
    const context = fakeContext();
    const before = await ensure(context);
    context.ran.length = 0;
    write(path.join(context.sources, "plugins", "tls", "main.go"), "package main // new\n");

    const after = await ensure(context);
    expect(after.home).not.toBe(before.home);
    expect(existsSync(before.bin)).toBe(true);
    expect(built(context)).toEqual(["./tls"]);
  });

  it("leaves nothing half-made when a build fails, and keeps what was built", async () => {
    let broken = true;
    const context = fakeContext((ran) =>
      broken && ran.args.at(-1) === "./random"
        ? new EngineError("building the random plugin failed")
        : goAnswers(ran),
    );
    expect(await failure(context)).toBe("building the random plugin failed");
    expect(kept(context)).toEqual(["built", "source"]);
    expect(readdirSync(path.join(context.folder, "built")).join()).not.toContain("random");

    broken = false;
    context.ran.length = 0;
    await ensure(context);
    expect(built(context)).toEqual(["./random", "./tls"]);
  });

  it("makes room by removing what nobody used for two weeks, and only that", async () => {
    const context = fakeContext();
    const old = await ensure(context);
    write(path.join(context.sources, "plugins", "tls", "main.go"), "package main // second\n");
    const recent = await ensure(context);
    const builtTls = readdirSync(path.join(context.folder, "built")).filter((n) => /tls/.test(n));
    const longAgo = new Date(Date.now() - 15 * 24 * 3600 * 1000);
    utimesSync(old.home, longAgo, longAgo);
    write(path.join(context.sources, "plugins", "tls", "main.go"), "package main // third\n");
    const newest = await ensure(context);

    expect([old, recent, newest].map(({ home }) => existsSync(home))).toEqual([false, true, true]);
    expect(readdirSync(path.join(context.folder, "built"))).toEqual(
      expect.arrayContaining(builtTls),
    );
  });

  it("counts as used every time it is asked for", async () => {
    const context = fakeContext();
    const { home } = await ensure(context);
    const longAgo = new Date(Date.now() - 15 * 24 * 3600 * 1000);
    utimesSync(home, longAgo, longAgo);
    await ensure(context);
    expect(statSync(home).mtimeMs).toBeGreaterThan(longAgo.getTime() + 1000);
  });

  it("clears away what a set-up left that was killed", async () => {
    const context = fakeContext();
    write(path.join(context.folder, "unfinished", "modules-0", "half"), "");
    await ensure(context);
    expect(kept(context)).toEqual(["built", expect.stringMatching(/^modules-/), "source"]);
  });

  it("fails where Go is missing with what to install and why", async () => {
    const context = fakeContext(({ args, options }) =>
      args[0] === "env"
        ? new EngineError(`${options.step} failed (go was not found): ${options.remedy}`)
        : "",
    );
    expect(await failure(context)).toBe(
      "looking for Go failed (go was not found): Go 1.25.11 or newer is needed, since Pulumi's " +
        "downloads cannot be reached and its engine is built here instead; install it from Go's " +
        "own archive or your distribution, put go on PATH and try again",
    );
  });

  it.each(["go1.24.4", "go1.25.10", "go1.9"])("fails where Go is too old: %s", async (version) => {
    const context = fakeContext(({ args }) => (args[0] === "env" ? version : ""));
    expect(await failure(context)).toMatch(
      new RegExp(`^${version} was found: Go 1\\.25\\.11 or newer is needed`),
    );
  });

  it.each(["go1.25.11", "go1.26rc1", "go1.26", "go2.0"])("takes %s", async (version) => {
    const context = fakeContext(({ args }) => (args[0] === "env" ? version : ""));
    await ensure(context);
    expect(built(context)).toHaveLength(6);
  });

  it.each(["darwin", "win32"] as const)("fails on %s with the ways out", async (platform) => {
    const context = fakeContext();
    context.platform = platform;
    expect(await failure(context)).toMatch(
      /on Linux only \(this is (darwin|win32)\): use a network where get\.pulumi\.com can be reached .*, or a Linux virtual machine$/,
    );
    expect(context.ran).toEqual([]);
  });

  it("fails where npm's packages are missing", async () => {
    const context = fakeContext();
    context.packages = path.join(context.root, "nowhere");
    expect(await failure(context)).toBe(
      "npm package pulumi is not installed: run npm ci and try again",
    );
  });
});

describe("the environment of an engine", () => {
  it("finds the engine's own parts first and keeps the person's PATH and logins", async () => {
    const context = fakeContext();
    context.environment["HOME"] = "/home/ada";
    const { env, home, bin } = await ensure(context);
    expect(env).toEqual({
      PULUMI_HOME: home,
      PULUMI_CREDENTIALS_PATH: expect.stringMatching(/\/\.pulumi$/),
      PATH: `${path.dirname(bin)}:/usr/bin`,
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NODE_OPTIONS: expect.stringMatching(/^--require ".*\/scripts\/typescript\.cjs"$/),
    });
  });

  it("says once how TypeScript is loaded, beside the person's own options", async () => {
    const context = fakeContext();
    context.environment["NODE_OPTIONS"] = "--trace-warnings";
    const { env } = await ensure(context);
    expect(env["NODE_OPTIONS"]).toMatch(/^--trace-warnings --require /);
    Object.assign(context.environment, env);
    expect((await ensure(context)).env["NODE_OPTIONS"]).toBe(env["NODE_OPTIONS"]);
  });

  it.each([
    [{ PULUMI_CREDENTIALS_PATH: "/logins", PULUMI_HOME: "/own" }, "/logins"],
    [{ PULUMI_HOME: "/own" }, "/own"],
  ])("leaves logins where %j says", async (environment, expected) => {
    const context = fakeContext();
    Object.assign(context.environment, environment);
    expect((await ensure(context)).env["PULUMI_CREDENTIALS_PATH"]).toBe(expected);
  });

  it("has no plugin binary on PATH", async () => {
    const context = fakeContext();
    const { bin } = await ensure(context);
    expect(readdirSync(path.dirname(bin)).join()).not.toContain("pulumi-resource-");
    expect(readFileSync(bin, "utf8")).toContain("cmd/pulumi");
  });
});
