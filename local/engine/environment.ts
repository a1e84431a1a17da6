import { homedir } from "node:os";
import path from "node:path";
import { TYPESCRIPT } from "../typescript";
import type { Context } from "./context";
import type { Source } from "./source";
import type { Versions } from "./versions";

/** The folder of the CLI and, beside it, the language host: where npm's launcher looks too. */
export function binFolder(home: string, versions: Versions): string {
  return path.join(home, "versions", versions.cli, "bin");
}

/** The CLI itself. The launcher passes on no signals, so it is this that has to be run. */
export function executable(home: string, versions: Versions, platform: NodeJS.Platform): string {
  return path.join(binFolder(home, versions), platform === "win32" ? "pulumi.exe" : "pulumi");
}

/** The variables, beside a process's own, with which `pulumi` runs on the engine in `home`. */
export function environmentOf(
  { environment }: Pick<Context, "environment">,
  home: string,
  versions: Versions,
  source: Source,
): Record<string, string> {
  return {
    PULUMI_HOME: home,
    // Logins stay where they are: a home of the project's own is for its plugins, not its people.
    PULUMI_CREDENTIALS_PATH:
      environment["PULUMI_CREDENTIALS_PATH"] ||
      environment["PULUMI_HOME"] ||
      path.join(homedir(), ".pulumi"),
    PATH: [binFolder(home, versions), environment["PATH"]].filter(Boolean).join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "1",
    // Plugins come from home alone: one that is also on PATH would win. The language host is found
    // beside the CLI all the same.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    // Without it a missing plugin costs 12 seconds of attempts to download it.
    ...(source === "modules" && {
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NODE_OPTIONS: withTypescript(environment["NODE_OPTIONS"]),
    }),
  };
}

/** Says what `nodeargs` of Pulumi.yaml says, which the language host of the modules does not read. */
function withTypescript(options = ""): string {
  const [flag, file] = TYPESCRIPT;
  const ours = `${flag} "${file.replace(/[\\"]/g, "\\$&")}"`;
  return options.includes(ours) ? options : `${options} ${ours}`.trim();
}
