import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { realContext, type Context } from "./context";
import { digest } from "./digest";
import { environmentOf, executable } from "./environment";
import { withLock } from "./lock";
import { installModules, partsOf } from "./modules";
import { installOfficial } from "./official";
import { prune, touch } from "./prune";
import { chooseSource, type Source } from "./source";
import { installedVersions } from "./versions";

/** A Pulumi that is ready to run, with all the plugins that the program needs. */
export interface Engine {
  /** PULUMI_HOME of the project's own. */
  home: string;
  /** The CLI's binary. */
  bin: string;
  /** What to add to the environment in which `bin`, or a person's `pulumi`, runs. */
  env: Record<string, string>;
  /** Where it came from: both behave alike for this project's program. */
  source: Source;
}

/**
 * Makes sure that the engine is there: at once if it is, otherwise downloaded or built, which
 * takes minutes the first time.
 *
 * It is kept in `$DJANGO_DROPLET_CACHE/engine` (default `~/.cache/django-droplet/engine`), in a
 * folder named by everything it is made of, and comes into being whole or not at all.
 *
 * @param report told one line of progress at a time, and nothing when there is nothing to do.
 * @throws EngineError that says what to do.
 */
export async function ensureEngine(
  report: (line: string) => void,
  context: Context = realContext(report),
): Promise<Engine> {
  const versions = installedVersions(context.packages);
  const source = await chooseSource(context);
  const parts = source === "modules" ? partsOf(context, versions) : undefined;
  const keys = parts && [parts.cli, parts.languageHost, ...parts.plugins].map(({ key }) => key);
  const key = digest([versions, context.platform, context.arch, keys], "", []);
  const home = path.join(context.folder, `${source}-${key}`);

  if (!(await isThere(home))) {
    await withLock(
      path.join(context.folder, "lock"),
      (pid) => report(`another set-up of the engine is at work (process ${pid}): waiting for it`),
      async () => {
        // The one that was waited for may have made it.
        if (await isThere(home)) return;
        const unfinished = path.join(context.folder, "unfinished");
        await rm(unfinished, { recursive: true, force: true });
        const draft = path.join(unfinished, path.basename(home));
        await mkdir(draft, { recursive: true });
        try {
          if (parts) await installModules(context, versions, parts, draft);
          else await installOfficial(context, versions, draft);
          await rename(draft, home);
          await prune(context.folder);
          report("the engine is ready");
        } finally {
          await rm(unfinished, { recursive: true, force: true });
        }
      },
    );
  }
  await touch(home);
  return {
    home,
    bin: executable(home, versions, context.platform),
    env: environmentOf(context, home, versions, source),
    source,
  };
}

async function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

/** `node --require ./scripts/typescript.cjs local/engine/setup.ts` shows the progress and the folder, for debugging. */
if (require.main === module) {
  ensureEngine(console.error).then(
    ({ home }) => console.log(home),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
