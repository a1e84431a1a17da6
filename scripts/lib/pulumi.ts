import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureEngine, type Engine } from "../../local/engine/setup";
import { isLocalBackend, LOCAL_STATE, pulumiEnvironment } from "./environment";
import { ROOT } from "./project";
import { isLocalStack } from "./stack-config";

/** How a run of the CLI ended and what it printed, where its output was caught. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** The CLI with the environment of one stack. */
export class Pulumi {
  private constructor(
    readonly engine: Engine,
    /** What it runs with beside the process's own environment. */
    readonly env: Readonly<Record<string, string>>,
    readonly stack: string,
    /** Whether the stack is one of the local cloud. */
    readonly local: boolean,
  ) {}

  /** Sets the engine up where it is not. */
  static async forStack(stack: string, report: (line: string) => void): Promise<Pulumi> {
    return Pulumi.forCloud(stack, isLocalStack(stack), report);
  }

  /** The same for a stack whose config is not here, of which it is known where it lives. */
  static async forCloud(
    stack: string,
    local: boolean,
    report: (line: string) => void,
  ): Promise<Pulumi> {
    const engine = await ensureEngine(report);
    const env = await pulumiEnvironment(engine, local);
    // The CLI's own choice, where a command names none, is whatever was selected last.
    return new Pulumi(engine, { ...env, PULUMI_STACK: stack }, stack, local);
  }

  /** Runs `pulumi ARGS`; its output is the terminal's. Resolves with the exit code. */
  async run(args: readonly string[]): Promise<number> {
    return (await this.spawn(args, "inherit")).code;
  }

  /**
   * Runs `pulumi ARGS` and catches what it prints; its errors go to the terminal as well.
   *
   * @param env beside the stack's environment
   */
  capture(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return this.spawn(args, "pipe", env);
  }

  /**
   * Runs `pulumi ARGS` and catches all that it prints.
   *
   * @param input what it reads from standard input: a secret must not be among the arguments, which
   *   every process of the machine can see
   */
  ask(args: readonly string[], { cwd = ROOT, input = "" } = {}): Promise<Outcome> {
    return this.spawn(args, "pipe", {}, { cwd, input });
  }

  /** Makes the stack where it does not exist. Resolves with the exit code. */
  async ensureStack(): Promise<number> {
    const state = join(LOCAL_STATE, ".pulumi", "stacks", "django-droplet", `${this.stack}.json`);
    if (isLocalBackend(this.env["PULUMI_BACKEND_URL"]) && existsSync(state)) return 0;
    return (await this.capture(["stack", "select", "--create", "--stack", this.stack])).code;
  }

  private spawn(
    args: readonly string[],
    output: "inherit" | "pipe",
    env: Readonly<Record<string, string>> = {},
    quiet?: { cwd: string; input: string },
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      // The CLI itself and not npm's launcher, which passes on no signals.
      const child = spawn(this.engine.bin, args, {
        cwd: quiet?.cwd ?? ROOT,
        env: { ...process.env, ...this.env, ...env },
        stdio: [quiet ? "pipe" : "inherit", output, output],
      });
      child.stdin?.end(quiet?.input);
      const caught = { stdout: "", stderr: "" };
      // Decoded as streams: a character may arrive in two pieces.
      child.stdout?.setEncoding("utf8").on("data", (data: string) => (caught.stdout += data));
      child.stderr?.setEncoding("utf8").on("data", (data: string) => {
        caught.stderr += data;
        if (!quiet) process.stderr.write(data);
      });
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code: code ?? 1, ...caught });
      });
    });
  }
}
