import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "../../../scripts/lib/project";
import { kill } from "../../../local/hosts/system/processes";
import { stopping } from "../interrupt";
import type { CloneResults } from "../types";
import { phasesOf, type TimedLine } from "./phases";

const SCRIPT = join(__dirname, "from-clone.sh");

export interface CloneOptions {
  report: (line: string) => void;
  keep: (results: CloneResults) => void;
}

/**
 * From a clone of what is committed to the answering site, nothing of it being cached anywhere: not
 * packages, nor Go modules, nor base images. Its cloud is reset afterwards. It is done once, whatever
 * the rounds: it says where the minutes go rather than how many they are.
 *
 * @throws if it does not come to its end, with the last lines
 */
export async function measureClone({ report, keep }: CloneOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-clone-"));
  try {
    const lines = await run(folder, report);
    keep(phasesOf(lines));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(folder: string, report: (line: string) => void): Promise<TimedLine[]> {
  stopping.throwIfAborted();
  const started = performance.now();
  const lines: TimedLine[] = [];
  const args = ["--mount", "--propagation", "private", SCRIPT, ROOT, folder];
  // A group of its own, since what it began it has to take away by itself.
  const child = spawn("unshare", args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => kill(-(child.pid ?? 0), "SIGINT");
  stopping.addEventListener("abort", stop);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (text) => {
      lines.push({ at: (performance.now() - started) / 1000, text });
      if (text.startsWith("phase: ") || text.startsWith("building ")) report(text);
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  stopping.removeEventListener("abort", stop);
  stopping.throwIfAborted();
  if (code === 0) return lines;
  const end = lines.slice(-25).map(({ text }) => text);
  throw new Error(`a fresh clone does not come to a site:\n${end.join("\n")}`);
}
