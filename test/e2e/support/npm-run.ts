import { execFile } from "node:child_process";
import { ROOT } from "../../../scripts/lib/project";

/** One of the project's commands, as a person types it: `npm run NAME -- ARGS`. */
export function npmRun(
  name: string,
  args: readonly string[],
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(
      "npm",
      ["run", "--silent", name, "--", ...args],
      // Named, since a test's own changes of it would else stay with the test.
      { cwd: ROOT, env: process.env, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === "number" ? error.code : error ? 1 : 0;
        resolve({ code, output: stdout + stderr });
      },
    );
  });
}
