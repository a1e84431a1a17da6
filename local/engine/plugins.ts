import type { Context } from "./context";
import { environmentOf, executable } from "./environment";
import type { ProviderName, Versions } from "./versions";

/**
 * Installs a provider's plugin into `home`, at the version that the npm package asks for.
 *
 * @param from further arguments that say where it comes from.
 * @default - from Pulumi's downloads
 */
export async function installPlugin(
  context: Context,
  versions: Versions,
  home: string,
  provider: ProviderName,
  from: string[] = [],
): Promise<void> {
  const version = versions.plugins[provider];
  await context.run(
    executable(home, versions, context.platform),
    ["plugin", "install", "resource", provider, version, ...from],
    {
      step: `installing the ${provider} plugin ${version}`,
      remedy: "mend what is named below and run it again",
      env: { ...context.environment, ...environmentOf(context, home, versions, "official") },
      onLine: (line) => context.report(line),
    },
  );
}
