import { execFile } from "node:child_process";

/** What a tool needs beyond its arguments. */
export interface RunOptions {
  /** Written to the tool's standard input, which is closed after it. */
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** One call a line of standard error, as it comes. */
  onLine?: (line: string) => void;
}

/** A tool that ended with an error: the message is `TOOL ARGUMENT: what it said`. */
export class ToolError extends Error {
  override name = "ToolError" as const;

  constructor(
    readonly tool: string,
    readonly args: readonly string[],
    readonly exitCode: number | string | undefined,
    readonly stderr: string,
  ) {
    const said = reason(stderr) ?? lastLine(stderr) ?? `ended with ${exitCode ?? "a signal"}`;
    super(`${[tool, ...args.slice(0, 3)].join(" ")}: ${said}`);
  }
}

/** nft ends with the line that it means, underlined; what is wrong with it stands before. */
function reason(stderr: string): string | undefined {
  return stderr.split("\n").find((line) => / Error: /.test(line));
}

/**
 * Runs a tool by its arguments, never through a shell, and gives its standard output.
 * Throws a {@link ToolError} for any exit code but 0.
 */
export function run(
  tool: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      tool,
      args,
      // Callers look for what tools say in English.
      { env: { ...(options.env ?? process.env), LC_ALL: "C" }, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        if (error.code === "ENOENT") {
          return reject(new ToolError(tool, args, error.code, `${tool} is not installed`));
        }
        reject(new ToolError(tool, args, error.code ?? undefined, stderr));
      },
    );
    // A tool that ends before it has read its input is told by its exit code, not by EPIPE.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input ?? "");
    if (options.onLine) forLines(child.stderr, options.onLine);
  });
}

function forLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.on("data", (chunk: Buffer | string) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    lines.filter((line) => line.trim() !== "").forEach((line) => onLine(line));
  });
}

function lastLine(text: string): string | undefined {
  return text.trim().split("\n").pop()?.trim() || undefined;
}
