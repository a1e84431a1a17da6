import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { run } from "../../local/engine/run";
import { ensureEngine } from "../../local/engine/setup";
import { fakeContext, removeFakes, write, type FakeContext } from "./fake";

afterAll(removeFakes);

/**
 * A launcher that "downloads" a CLI, as npm's does: into PULUMI_HOME, unless it is there. That CLI
 * notes its arguments and environment beside itself.
 */
const LAUNCHER = `
const fs = require("node:fs"), path = require("node:path");
const bin = path.join(process.env.PULUMI_HOME, "versions", process.env.PULUMI_VERSION, "bin");
fs.mkdirSync(bin, { recursive: true });
fs.writeFileSync(path.join(bin, "pulumi"), \`#!/bin/sh
echo "$* home=$PULUMI_HOME acquire=$PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION" >> "$PULUMI_HOME/calls"
echo "installing $4"
[ "$4" != "$REFUSE" ] || { echo "error: 404 for $4" >&2; exit 255; }
\`, { mode: 0o755 });
console.error("Downloading pulumi v" + process.env.PULUMI_VERSION);
`;

function officialContext(launcher = LAUNCHER): FakeContext {
  const context = fakeContext(undefined, true);
  write(path.join(context.packages, "pulumi", "run.js"), launcher);
  context.run = run;
  context.environment = { PATH: process.env["PATH"] };
  return context;
}

describe("the official engine", () => {
  it("is installed by npm's launcher, its plugins by the CLI, and reports both", async () => {
    const context = officialContext();
    const { home, bin, source, env } = await ensureEngine(context.report, context);

    expect(source).toBe("official");
    expect(existsSync(bin)).toBe(true);
    const calls = readFileSync(path.join(home, "calls"), "utf8").trim().split("\n");
    expect(calls.map((call) => call.split(" home=")[0])).toEqual([
      "plugin install resource command 1.0.0",
      "plugin install resource digitalocean 2.0.0",
      "plugin install resource random 3.0.0",
      "plugin install resource tls 4.0.0",
    ]);
    // Made aside, under another name than the one it has in the end.
    expect(calls.join()).not.toContain(`home=${home} `);
    expect(calls.join()).toMatch(/acquire=(,|$)/);
    expect(env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"]).toBeUndefined();
    expect(context.reported).toEqual(
      expect.arrayContaining(["Downloading pulumi v3.259.0", "installing tls"]),
    );
  });

  it("builds nothing", async () => {
    const context = officialContext();
    await ensureEngine(context.report, context);
    expect(readdirSync(context.folder).sort()).toEqual([
      expect.stringMatching(/^official-[0-9a-f]{16}$/),
      "source",
    ]);
  });

  it("leaves nothing half-made when a plugin cannot be had, and names it", async () => {
    const context = officialContext();
    context.environment["REFUSE"] = "random";

    const message = await ensureEngine(context.report, context).catch(
      (error: Error) => error.message,
    );
    expect(message).toMatch(/^installing the random plugin 3\.0\.0 failed \(.*exited with 255\): /);
    expect(message).toMatch(/error: 404 for random$/);
    expect(readdirSync(context.folder)).toEqual(["source"]);
  });

  it("fails with the other way when the launcher cannot download", async () => {
    const context = officialContext('console.error("pulumi: fetch failed"); process.exit(1);');
    await expect(ensureEngine(context.report, context)).rejects.toThrow(
      /^downloading Pulumi 3\.259\.0 failed .* set DJANGO_DROPLET_ENGINE=modules to build it from Go modules\n {2}pulumi: fetch failed$/,
    );
  });
});
