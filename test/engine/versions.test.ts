import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { realContext } from "../../local/engine/context";
import { installedVersions, PROVIDERS } from "../../local/engine/versions";

const { sources, packages } = realContext(() => undefined);
const versions = installedVersions(packages);
const read = (...names: string[]) => readFileSync(path.join(sources, ...names), "utf8");

describe("versions that have to agree", () => {
  it("the CLI's module is npm's pulumi", () => {
    expect(read("cli", "go.mod")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${versions.cli}`);
  });

  it("the SDK is of the CLI's version", () => {
    const manifest: unknown = JSON.parse(
      readFileSync(path.join(packages, "@pulumi", "pulumi", "package.json"), "utf8"),
    );
    expect(manifest).toMatchObject({ version: versions.cli });
  });

  it.each(PROVIDERS)("the %s plugin says that it is the one npm's package asks for", (provider) => {
    const code = readdirSync(path.join(sources, "plugins", provider), {
      recursive: true,
      encoding: "utf8",
    })
      .filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
      .map((file) => read("plugins", provider, file));
    expect(code.join()).toContain(`"${versions.plugins[provider]}"`);
  });
});
