import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../scripts/lib/project";
import { stopping } from "./interrupt";
import { ProcessTree } from "./process-tree";
import type { Sample } from "./types";

/** A command as it is run: its program by name or path, never through a shell. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Over this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default this checkout */
  readonly cwd?: string;
  /** Given on standard input. */
  readonly input?: string;
}

export interface Measurement extends Sample {
  /** What each command printed, on both streams in their order. */
  readonly outputs: readonly string[];
}

/** Ten hosts by a tool that takes one after the other, on a machine that is busy. */
const LIMIT_SECONDS = 1800;
const EVERY_MS = 100;
/** So much of one core looking may take: on a machine with two it would be measured as well. */
const SHARE = 0.05;

/**
 * Runs commands, all at once, until the last has ended.
 *
 * @throws if one fails or the time is over, with the end of what it printed; then none runs any more
 */
export async function measure(
  commands: Command | readonly Command[],
  { limitSeconds = LIMIT_SECONDS } = {},
): Promise<Measurement> {
  stopping.throwIfAborted();
  const started = performance.now();
  const runs = [commands].flat().map((command) => start(command as Command));
  const trees = runs.map(({ pid }) => new ProcessTree(pid));
  const watch = watchMemory(trees);
  const killAll = () => trees.forEach((tree) => tree.kill());
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killAll();
  }, limitSeconds * 1000);
  stopping.addEventListener("abort", killAll);
  const mustPass = async (ended: Promise<End>): Promise<string> => {
    const end = await ended;
    stopping.throwIfAborted();
    if (end.code !== 0) throw new Error(reason(end, isLate ? limitSeconds : undefined));
    return end.output;
  };
  try {
    const outputs = await Promise.all(runs.map(({ ended }) => mustPass(ended)));
    const seconds = (performance.now() - started) / 1000;
    return { seconds, peakKib: watch.peakKib(), outputs };
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener("abort", killAll);
    watch.stop();
    killAll();
  }
}

interface End {
  command: Command;
  code: number | null;
  output: string;
}

function start(command: Command): { pid: number; ended: Promise<End> } {
  const { file, args, env = {}, cwd = ROOT, input = "" } = command;
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (data: string) => (output += data));
  }
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const ended = new Promise<End>((resolve, reject) => {
    child.on("error", reject);
    // Not "close": what a command leaves running must not be waited for.
    child.on("exit", (code) => setImmediate(() => resolve({ command, code, output })));
  });
  return { pid: child.pid ?? 0, ended };
}

/** Looks again and again at what the processes need together, and keeps the most. */
function watchMemory(trees: readonly ProcessTree[]) {
  const stop = new AbortController();
  let peak = 0;
  const watch = async () => {
    while (!stop.signal.aborted) {
      const before = process.cpuUsage();
      peak = Math.max(
        peak,
        trees.reduce((sum, tree) => sum + tree.pssKib(), 0),
      );
      const { user, system } = process.cpuUsage(before);
      await sleep(Math.max(EVERY_MS, (user + system) / 1000 / SHARE));
    }
  };
  void watch();
  return { stop: () => stop.abort(), peakKib: () => peak };
}

function reason({ command, code, output }: End, limit: number | undefined): string {
  const what = [command.file, ...command.args].join(" ");
  const how =
    limit === undefined ? `ended with ${code ?? "a signal"}` : `took more than ${limit} s`;
  return `${what} ${how}:\n${output.slice(-4_000)}`;
}
