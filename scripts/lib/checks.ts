import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "./project";

/** How many of a rung's tests passed and failed. */
export interface Count {
  passed: number;
  failed: number;
}

/** A command whose exit code is its verdict: one test. */
export async function verdict(
  command: string,
  args: readonly string[],
  cwd = ROOT,
  env: NodeJS.ProcessEnv = {},
): Promise<Count> {
  const code = await run(command, args, cwd, env);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const jestResults = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  success: z.boolean(),
});

/** A jest run; a suite that cannot be loaded counts as one failure. */
export async function jest(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-jest-"));
  try {
    const file = join(folder, "results.json");
    const bin = join(ROOT, "node_modules", "jest", "bin", "jest.js");
    await run(
      process.execPath,
      [bin, "--ci", "--json", `--outputFile=${file}`, ...args],
      ROOT,
      env,
    );
    const results = jestResults.parse(JSON.parse(readFileSync(file, "utf8")));
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    return { passed: results.numPassedTests, failed: results.success ? 0 : Math.max(failed, 1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As the engine is built, so that Go does not compile all that it needs a second time. */
const AS_BUILT = { flag: "-trimpath", env: { CGO_ENABLED: "0", GOWORK: "off" } };

export function goVet(folder: string): Promise<Count> {
  return verdict("go", ["vet", AS_BUILT.flag, "./..."], folder, AS_BUILT.env);
}

/** The workflows; the steps of their shells too, by shellcheck. Go keeps what it built of the tool. */
export function actionlint(): Promise<Count> {
  const folder = join(ROOT, ".github", "workflows");
  const files = readdirSync(folder).map((name) => join(folder, name));
  const module = join(ROOT, "scripts", "actionlint");
  return verdict("go", ["tool", "actionlint", ...files], module, AS_BUILT.env);
}

const goEvent = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
});

/** `go test ./...`; what a failed test printed is shown, and a package that does not build counts. */
export async function goTest(folder: string): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const printed = new Map<string, string>();
  let text = "";
  const args = ["test", AS_BUILT.flag, "-json", "./..."];
  const code = await run("go", args, folder, AS_BUILT.env, (data) => (text += data));
  for (const line of text.split("\n").filter((each) => each.startsWith("{"))) {
    const event = goEvent.parse(JSON.parse(line));
    const key = `${event.Package ?? ""} ${event.Test ?? ""}`;
    if (event.Output) printed.set(key, (printed.get(key) ?? "") + event.Output);
    if (event.Action === "pass" && event.Test) count.passed += 1;
    if (event.Action === "fail" && event.Test) {
      count.failed += 1;
      process.stderr.write(printed.get(key) ?? "");
    }
  }
  if (code !== 0 && count.failed === 0) {
    process.stderr.write([...printed.values()].join("") || text);
    count.failed = 1;
  }
  return count;
}

/** Runs a program; its output is the terminal's, or goes to `caught`. Resolves with the exit code. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  caught?: (data: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", caught ? "pipe" : "inherit", "inherit"],
    });
    child.stdout?.on("data", (data: Buffer) => caught?.(data.toString()));
    child.on("error", (error) => {
      console.error(`django-droplet: ${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
}
