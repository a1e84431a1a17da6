import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { realContext } from "../../../local/engine/context";
import { withLock } from "../../../local/engine/lock";
import { run } from "../../../local/engine/run";

/** A tool's virtualenv outside the checkout: its folder is known before it is there. */
export interface Virtualenv {
  /** The path of a program of it. */
  program(name: string): string;
  /** A folder of an installed package. */
  packageFolder(path: string): Promise<string>;
  /** Makes it with pip where it is not. @throws one line, and the end of what pip said */
  make(report: (line: string) => void): Promise<void>;
}

/**
 * @param tool begins its folder's name
 * @param requirementsFile what is in it, each package pinned: the folder's name follows its text
 */
export function virtualenv(tool: string, requirementsFile: string): Virtualenv {
  const requirements = readFileSync(requirementsFile, "utf8");
  const key = createHash("sha256").update(requirements).digest("hex").slice(0, 12);
  const cache = dirname(realContext(() => undefined).folder);
  const folder = join(cache, "bench", `${tool}-${key}`);
  const python = join(folder, "bin", "python");
  const complete = join(folder, ".complete");
  const runStep = (command: string, args: string[]) =>
    run(command, args, {
      step: `installing ${tool} for the bench`,
      remedy: "it needs Python 3.11 or later with venv (on Debian: apt-get install python3-venv)",
    });
  return {
    program: (name) => join(folder, "bin", name),
    async packageFolder(path) {
      const purelib = 'import sysconfig; print(sysconfig.get_path("purelib"))';
      return join(await runStep(python, ["-c", purelib]), path);
    },
    make: (report) =>
      withLock(
        `${folder}.lock`,
        (pid) => report(`process ${pid} is installing ${tool}: waiting for it`),
        async () => {
          if (existsSync(complete)) return;
          report(`installing ${tool} into ${folder}`);
          // Where it was begun: its programs hold its path.
          rmSync(folder, { recursive: true, force: true });
          await runStep("python3", ["-m", "venv", folder]);
          const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
          await runStep(python, [...pip, "--requirement", requirementsFile]);
          writeFileSync(complete, "");
        },
      ),
  };
}
