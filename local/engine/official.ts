import path from "node:path";
import type { Context } from "./context";
import { environmentOf } from "./environment";
import { installPlugin } from "./plugins";
import { SOURCE_VARIABLE } from "./source";
import { PROVIDERS, type Versions } from "./versions";

/**
 * Fills `home` from Pulumi's downloads: npm's launcher installs the CLI with its language hosts,
 * the CLI the plugins.
 *
 * @throws EngineError with the last lines of the tool that failed.
 */
export async function installOfficial(
  context: Context,
  versions: Versions,
  home: string,
): Promise<void> {
  context.report(`downloading Pulumi ${versions.cli} and its provider plugins`);
  const launcher = path.join(context.packages, "pulumi", "run.js");
  await context.run(process.execPath, [launcher, "version"], {
    step: `downloading Pulumi ${versions.cli}`,
    remedy: `check the way to get.pulumi.com and run it again, or set ${SOURCE_VARIABLE}=modules to build it from Go modules`,
    env: {
      ...context.environment,
      ...environmentOf(context, home, versions, "official"),
      PULUMI_VERSION: versions.cli,
    },
    onLine: (line) => context.report(line),
  });
  for (const provider of PROVIDERS) await installPlugin(context, versions, home, provider);
}
