import { copyFile, link, mkdir, rename, stat } from "node:fs/promises";
import path from "node:path";
import type { Context } from "./context";
import { digest } from "./digest";
import { EngineError } from "./error";
import { goArguments, goBuild, requireGo, type GoBuild } from "./go";
import { binFolder } from "./environment";
import { installPlugin } from "./plugins";
import { touch } from "./prune";
import { PROVIDERS, type Versions } from "./versions";

/** A binary, and what its content follows from. */
interface Binary {
  file: string;
  build: GoBuild;
  key: string;
}

/** What the modules' engine is made of, in the order it is built in. */
export interface Parts {
  cli: Binary;
  languageHost: Binary;
  plugins: (Binary & { provider: (typeof PROVIDERS)[number] })[];
}

/** The parts and their keys; reads the sources, builds nothing. */
export function partsOf({ sources, platform, arch }: Context, versions: Versions): Parts {
  const binary = (file: string, build: GoBuild, files: string[]): Binary => ({
    file,
    build,
    key: digest([goArguments(build), build.package, platform, arch], sources, files),
  });
  const module = (name: string) => [`${name}/go.mod`, `${name}/go.sum`];
  const pulumi = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${versions.cli}`;
  return {
    cli: binary(
      "pulumi",
      {
        title: "the Pulumi CLI",
        module: "cli",
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        ldflags: pulumi,
      },
      module("cli"),
    ),
    languageHost: binary(
      "pulumi-language-nodejs",
      {
        title: "the Node.js language host",
        module: "language-host",
        package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        ldflags: pulumi,
      },
      module("language-host"),
    ),
    plugins: PROVIDERS.map((provider) => ({
      provider,
      ...binary(
        `pulumi-resource-${provider}`,
        {
          title: `the ${provider} plugin`,
          module: "plugins",
          package: `./${provider}`,
          ldflags: "-s -w",
        },
        [...module("plugins"), "plugins/internal", `plugins/${provider}`],
      ),
    })),
  };
}

/**
 * Builds what is not built yet and puts CLI, language host and plugins into `home`. Each binary is
 * kept under its own key, so that a change of one plugin builds that plugin only.
 *
 * @throws EngineError where it cannot be built: another system than Linux, no Go, a failed build.
 */
export async function installModules(
  context: Context,
  versions: Versions,
  parts: Parts,
  home: string,
): Promise<void> {
  if (context.platform !== "linux") {
    throw new EngineError(
      `Pulumi's downloads cannot be reached, and its engine is built from Go modules on Linux only (this is ${context.platform}): ` +
        "use a network where get.pulumi.com can be reached (enough for a DigitalOcean account), or a Linux virtual machine",
    );
  }
  const all = [parts.cli, parts.languageHost, ...parts.plugins];
  const built = await Promise.all(all.map((part) => exists(builtFile(context, part))));
  if (built.includes(false)) await requireGo(context);

  const bin = binFolder(home, versions);
  await mkdir(bin, { recursive: true });
  for (const part of [parts.cli, parts.languageHost]) {
    await linkOrCopy(await ensureBuilt(context, part), path.join(bin, part.file));
  }
  for (const part of parts.plugins) {
    const file = await ensureBuilt(context, part);
    await installPlugin(context, versions, home, part.provider, ["--file", file]);
  }
}

function builtFile({ folder }: Context, { file, key }: Binary): string {
  return path.join(folder, "built", `${file}-${key}`, file);
}

/** The path of the built binary. */
async function ensureBuilt(context: Context, part: Binary): Promise<string> {
  const built = builtFile(context, part);
  const folder = path.dirname(built);
  if (await exists(built)) {
    await touch(folder);
    return built;
  }
  context.report(`building ${part.build.title}`);
  const unfinished = path.join(context.folder, "unfinished", path.basename(folder));
  await mkdir(unfinished, { recursive: true });
  await goBuild(context, part.build, path.join(unfinished, part.file));
  await mkdir(path.dirname(folder), { recursive: true });
  await rename(unfinished, folder);
  return built;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** A second name for the same file costs nothing; across file systems it has to be a copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}
