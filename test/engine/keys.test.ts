import { cpSync } from "node:fs";
import path from "node:path";
import { partsOf, type Parts } from "../../local/engine/modules";
import { installedVersions } from "../../local/engine/versions";
import { fakeContext, removeFakes, write, type FakeContext } from "./fake";

afterAll(removeFakes);

const keysOf = (context: FakeContext): Record<string, string> => {
  const parts: Parts = partsOf(context, installedVersions(context.packages));
  return Object.fromEntries(
    [parts.cli, parts.languageHost, ...parts.plugins].map(({ file, key }) => [file, key]),
  );
};

/** Which binaries get another key by a change of the context. */
const changedBy = (change: (context: FakeContext) => void): string[] => {
  const context = fakeContext();
  const before = keysOf(context);
  change(context);
  const after = keysOf(context);
  return Object.keys(after).filter((file) => after[file] !== before[file]);
};

const plugins = ["command", "digitalocean", "random", "tls"].map(
  (name) => `pulumi-resource-${name}`,
);
const source = (context: FakeContext, ...names: string[]) => path.join(context.sources, ...names);

describe("the key of a binary", () => {
  it("is the same when nothing changed, and in another checkout", () => {
    expect(changedBy(() => undefined)).toEqual([]);

    const here = fakeContext();
    const there = fakeContext();
    cpSync(here.sources, there.sources, { recursive: true });
    expect(keysOf(there)).toEqual(keysOf(here));
  });

  it.each<[string, string[], (context: FakeContext) => void]>([
    [
      "a plugin's source",
      ["pulumi-resource-random"],
      (context) => write(source(context, "plugins", "random", "main.go"), "package main // new\n"),
    ],
    [
      "a new file in a folder of a plugin",
      ["pulumi-resource-command"],
      (context) =>
        write(source(context, "plugins", "command", "remote", "a.go"), "package remote\n"),
    ],
    [
      "what the plugins share",
      plugins,
      (context) => write(source(context, "plugins", "internal", "shared", "shared.go"), "// new\n"),
    ],
    [
      "the plugins' requirements",
      plugins,
      (context) => write(source(context, "plugins", "go.sum"), "other\n"),
    ],
    [
      "the CLI's requirements",
      ["pulumi"],
      (context) => write(source(context, "cli", "go.sum"), "other\n"),
    ],
    [
      "the language host's requirements",
      ["pulumi-language-nodejs"],
      (context) => write(source(context, "language-host", "go.mod"), "go 1.26\n"),
    ],
    [
      "the version of npm's pulumi, which is linked in",
      ["pulumi", "pulumi-language-nodejs"],
      (context) =>
        write(path.join(context.packages, "pulumi", "package.json"), '{"version":"4.0.0"}'),
    ],
    [
      "the platform",
      ["pulumi", "pulumi-language-nodejs", ...plugins],
      (context) => (context.arch = "arm64"),
    ],
  ])("changes with %s", (_, expected, change) => {
    expect(changedBy(change)).toEqual(expected);
  });

  it("does not change with tests and texts", () => {
    expect(
      changedBy((context) => {
        write(source(context, "plugins", "random", "main_test.go"), "package main\n");
        write(source(context, "plugins", "random", "README.md"), "# random\n");
      }),
    ).toEqual([]);
  });
});
