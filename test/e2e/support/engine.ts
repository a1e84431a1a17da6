import { spawn, type ChildProcess } from "node:child_process";
import { ensureEngine, type Engine } from "../../../local/engine/setup";
import { pulumiEnvironment } from "../../../scripts/lib/environment";
import { ROOT } from "../../../scripts/lib/project";

/** How a run of the CLI ended, and all it printed, on both streams, in order. */
export interface Outcome {
  /** Null where a signal ended it. */
  code: number | null;
  output: string;
}

/** What a run may have beside its arguments. */
export interface EngineOptions {
  /** Over the environment that the project's wrappers supply. */
  env?: Record<string, string>;
  /** The folder of the program. @default this checkout */
  cwd?: string;
  /** On standard input, where no list of processes has it. @default nothing */
  input?: string;
  /** @default this checkout's */
  engine?: Engine;
  /** Gets all that was printed so far, each time something is; may kill the process. */
  onOutput?: (output: string, process: ChildProcess) => void;
}

/** Asked once a process, since each time it reads all of its own sources. */
let engineOfThisProcess: Promise<Engine> | undefined;

/** Runs the real engine as the project's own commands do. */
export async function runEngine(
  args: readonly string[],
  options: EngineOptions = {},
): Promise<Outcome> {
  const engine = options.engine ?? (await (engineOfThisProcess ??= ensureEngine(() => undefined)));
  const env = { ...process.env, ...(await pulumiEnvironment(engine, true)), ...options.env };
  return new Promise((resolve, reject) => {
    const child = spawn(engine.bin, [...args, "--non-interactive", "--color", "never"], {
      cwd: options.cwd ?? ROOT,
      env,
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (data: string) => {
        output += data;
        options.onOutput?.(output, child);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
