import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Context } from "./context";
import { EngineError } from "./error";

/** Where the engine comes from: Pulumi's own downloads, or Go modules built on this machine. */
export type Source = "official" | "modules";

/** The environment variable that overrides the choice, and the choice that is remembered. */
export const SOURCE_VARIABLE = "DJANGO_DROPLET_ENGINE";

/** The host that the launcher, the CLI and the CLI's plugin installation all download from. */
const PROBE_URL = "https://get.pulumi.com/install.sh";
const PROBE_MILLISECONDS = 3000;

/**
 * Chooses the source, once: the choice is kept beside the engines, so that a machine without
 * a way to Pulumi's downloads waits for the probe one time only, and a machine with one does not
 * begin to build when its network is down for an hour. All parts come from one source.
 *
 * @throws EngineError if the environment variable holds anything but a source.
 */
export async function chooseSource(context: Context): Promise<Source> {
  const wanted = context.environment[SOURCE_VARIABLE];
  if (wanted) {
    if (isSource(wanted)) return wanted;
    throw new EngineError(
      `${SOURCE_VARIABLE} is "${wanted}": it must be official (Pulumi's downloads) or modules ` +
        `(built here from Go modules), or unset to have it found out`,
    );
  }
  const memory = path.join(context.folder, "source");
  const remembered = await readFile(memory, "utf8").catch(() => "");
  if (isSource(remembered)) return remembered;

  const source = (await canDownload(context)) ? "official" : "modules";
  context.report(
    source === "official"
      ? "Pulumi's downloads can be reached: the official CLI and provider plugins are used"
      : "Pulumi's downloads cannot be reached: the engine and its plugins are built from Go modules, which takes minutes the first time",
  );
  await mkdir(context.folder, { recursive: true });
  await writeFile(memory, source);
  return source;
}

function isSource(text: string): text is Source {
  return text === "official" || text === "modules";
}

async function canDownload({ fetch }: Context): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PROBE_MILLISECONDS);
    return (await fetch(PROBE_URL, { method: "HEAD", signal })).ok;
  } catch {
    return false;
  }
}
