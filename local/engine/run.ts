import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { EngineError } from "./error";

/** How many lines of a failed tool's output an error shows. */
const SHOWN_LINES = 12;

export interface RunOptions {
  /** What the command is for, as the subject of the error message: "building the Pulumi CLI". */
  step: string;
  /** What the person can do when it fails: the end of the error's first line. */
  remedy: string;
  /** Working directory. @default this process's own */
  cwd?: string;
  /** The whole environment. @default this process's own */
  env?: NodeJS.ProcessEnv;
  /** Told each line of stdout and stderr as it comes. */
  onLine?: (line: string) => void;
}

/**
 * Runs a command to its end and returns its stdout, trimmed.
 *
 * @throws EngineError if it cannot be started or exits with anything but 0.
 */
export type Run = (command: string, args: string[], options: RunOptions) => Promise<string>;

export const run: Run = (command, args, { step, remedy, cwd, env, onLine }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const last: string[] = [];
    let stdout = "";
    const take = (line: string) => {
      onLine?.(line);
      last.push(line);
      if (last.length > SHOWN_LINES) last.shift();
    };
    createInterface({ input: child.stdout }).on("line", (line) => {
      stdout += `${line}\n`;
      take(line);
    });
    createInterface({ input: child.stderr }).on("line", take);
    const fail = (how: string) =>
      reject(
        new EngineError([`${step} failed (${command} ${how}): ${remedy}`, ...last].join("\n  ")),
      );
    child.on("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ENOENT" ? "was not found" : `could not be started: ${error.message}`),
    );
    child.on("close", (code, signal) => {
      if (code === 0) resolve(stdout.trim());
      else fail(signal ? `was ended by ${signal}` : `exited with ${code}`);
    });
  });
