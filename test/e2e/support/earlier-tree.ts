import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as tar from "tar";
import { realContext } from "../../../local/engine/context";
import { ensureEngine, type Engine } from "../../../local/engine/setup";
import { installedVersions } from "../../../local/engine/versions";
import { ROOT } from "../../../scripts/lib/project";
import { stackConfigFile } from "../../../scripts/lib/stack-config";
import { runEngine } from "./engine";
import type { Stack } from "./stack";

/**
 * The tree as it was at an earlier commit, in a folder of its own. Its program makes stacks on this
 * checkout's local cloud and in its state, where the present program finds them.
 */
export class EarlierTree {
  private constructor(
    private readonly folder: string,
    private readonly engine: Engine,
  ) {}

  /**
   * @param commit its full name
   * @throws one line that says what to do, if the clone does not have it
   */
  static async at(commit: string, repository = ROOT): Promise<EarlierTree> {
    requireCommit(commit, repository);
    const folder = mkdtempSync(join(tmpdir(), "django-droplet-earlier-"));
    try {
      const archive = git(repository, "archive", commit).stdout;
      tar.extract({ cwd: folder, sync: true }).end(archive);
      installPackages(folder);
      return new EarlierTree(folder, await engineFor(folder));
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  /** Makes a stack, which `init` has made known. @throws with the end of what was printed */
  async up(stack: Stack): Promise<void> {
    const config = stackConfigFile(stack.name);
    copyFileSync(config, join(this.folder, `Pulumi.${stack.name}.yaml`));
    const { code, output } = await runEngine(
      ["up", "--yes", "--skip-preview", "--stack", stack.name],
      { cwd: this.folder, engine: this.engine },
    );
    if (code !== 0) throw new Error(`the earlier tree's up failed:\n${output.slice(-4_000)}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function requireCommit(commit: string, repository: string): void {
  const isThere = () => git(repository, "cat-file", "-e", `${commit}^{commit}`).status === 0;
  if (isThere()) return;
  // A shallow clone, as CI makes them, gets the rest from where it came from.
  git(repository, "fetch", "--quiet", "--unshallow");
  if (isThere()) return;
  throw new Error(
    `commit ${commit} is not in this clone: run git fetch --unshallow (or, in a whole clone, git fetch origin ${commit}) and try again`,
  );
}

/** The earlier tree's packages, which are the present ones where those hold all of them. */
function installPackages(folder: string): void {
  const present = dependencies(ROOT);
  const held = Object.entries(dependencies(folder)).every(
    ([name, version]) => present[name] === version,
  );
  if (held) symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  else execFileSync("npm", ["ci", "--ignore-scripts", "--omit=dev"], { cwd: folder });
}

/** An engine of the versions that the earlier tree asks for: the present one, if it has them. */
function engineFor(folder: string): Promise<Engine> {
  const context = realContext(() => undefined);
  const packages = join(folder, "node_modules");
  const own = isDeepStrictEqual(installedVersions(packages), installedVersions(context.packages))
    ? {}
    : { packages, sources: join(folder, "local", "engine") };
  return ensureEngine(context.report, { ...context, ...own });
}

function dependencies(folder: string): Record<string, string> {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return (manifest as { dependencies: Record<string, string> }).dependencies;
}

function git(repository: string, ...args: string[]) {
  // Root may work in somebody else's checkout, which git refuses unless it is told.
  return spawnSync("git", ["-c", "safe.directory=*", "-C", repository, ...args], {
    maxBuffer: 64 << 20,
    env: { ...process.env, GIT_TERMINAL_PROMPT: "0" },
  });
}
