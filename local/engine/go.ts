import { readFileSync } from "node:fs";
import path from "node:path";
import type { Context } from "./context";
import { EngineError } from "./error";

const PROGRESS_MILLISECONDS = 5_000;

/** One binary to build from a Go module in this folder. */
export interface GoBuild {
  /** What it is called in progress and errors: "the Pulumi CLI". */
  title: string;
  /** The module's folder, relative to this one. */
  module: string;
  /** The package to build: an import path, or a path in the module. */
  package: string;
  /** The linker's flags. */
  ldflags: string;
}

/** The arguments of a build, without its output: part of the key of what comes out. */
export function goArguments(build: GoBuild): string[] {
  // -mod=readonly: what is built is what go.mod and go.sum say. -v: names of packages, for progress.
  return [
    ...["build", "-v", "-mod=readonly", "-buildvcs=false", "-trimpath"],
    ...["-ldflags", build.ldflags],
  ];
}

/**
 * Builds a binary, reporting every few seconds how far it is.
 *
 * @throws EngineError with the last lines of the compiler's output.
 */
export async function goBuild(context: Context, build: GoBuild, output: string): Promise<void> {
  const started = Date.now();
  let downloaded = 0;
  let compiled = 0;
  let total = "";
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    context.report(
      `building ${build.title}: ${downloaded} modules downloaded, ` +
        `${compiled}${total} packages compiled, ${seconds} s`,
    );
  }, PROGRESS_MILLISECONDS);
  const go = (args: string[], count: () => void) =>
    context.run("go", [...args, build.package], {
      step: `building ${build.title}`,
      remedy:
        "its sources come as Go modules (see go env GOPROXY); mend what is named below and run it " +
        "again, what is compiled already is kept",
      cwd: path.join(context.sources, build.module),
      env: goEnvironment(context),
      onLine: (line) => {
        if (line.startsWith("go: downloading ")) downloaded += 1;
        else count();
      },
    });
  try {
    // Downloads, so that the number of packages is known before the first is compiled.
    const packages = await go(["list", "-deps", "-mod=readonly"], () => undefined);
    total = ` of at most ${packages.split("\n").length}`;
    await go([...goArguments(build), "-o", output], () => (compiled += 1));
  } finally {
    clearInterval(progress);
  }
}

/**
 * Checks that a Go is there that is new enough for the modules, or can fetch one that is (it does
 * so by itself where GOTOOLCHAIN allows it: asked in a module's folder, it answers for that one).
 *
 * @throws EngineError with what is needed.
 */
export async function requireGo(context: Context): Promise<void> {
  const folder = path.join(context.sources, "cli");
  const needed = /^go (\S+)$/m.exec(readFileSync(path.join(folder, "go.mod"), "utf8"))?.[1] ?? "";
  const why = `Go ${needed} or newer is needed, since Pulumi's downloads cannot be reached and its engine is built here instead`;
  const remedy = `${why}; install it from Go's own archive or your distribution, put go on PATH and try again`;
  const found = await context.run("go", ["env", "GOVERSION"], {
    step: "looking for Go",
    remedy,
    cwd: folder,
    env: goEnvironment(context),
  });
  if (isOlder(found, needed)) throw new EngineError(`${found} was found: ${remedy}`);
}

/** Versions like go1.25.11 and 1.26rc1, by their numbers. */
function isOlder(found: string, needed: string): boolean {
  const numbers = (version: string) => (version.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [have, want] = [numbers(found), numbers(needed)];
  for (const [place, wanted] of want.entries()) {
    const difference = (have[place] ?? 0) - wanted;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * Nothing of a person's own that would build something else: a workspace around this checkout,
 * another target, a C compiler's libraries.
 */
function goEnvironment({ environment }: Context): NodeJS.ProcessEnv {
  return { ...environment, GOWORK: "off", CGO_ENABLED: "0", GOOS: undefined, GOARCH: undefined };
}
