import { readdirSync, readFileSync } from "node:fs";

/** A process that cannot be mistaken: ids are used again, id and start time together are not. */
export interface ProcessId {
  pid: number;
  /** Ticks since the machine's boot. */
  startTime: string;
}

/** The process behind an id, undefined if there is none or it is a zombie. */
export function identify(pid: number): ProcessId | undefined {
  const fields = statFields(pid);
  if (fields === undefined || fields[0] === "Z" || fields[0] === "X") return undefined;
  return { pid, startTime: fields[19] ?? "" };
}

/** Whether it still runs, and with `word` in its command line (its start time may be of another boot). */
export function isAlive(id: ProcessId, word: string): boolean {
  return identify(id.pid)?.startTime === id.startTime && commandLine(id.pid).includes(word);
}

/** The children of all threads: Go's programs fork from any of theirs. None of a process that is gone. */
export function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number),
  );
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Whether it is process 1 of a namespace of its own, and no zombie (proc(5), NSpid). */
export function isInit(pid: number): boolean {
  return identify(pid) !== undefined && /^NSpid:\t.*\t1$/m.test(read(`/proc/${pid}/status`) ?? "");
}

/** Sends a signal; no error if the process is gone. */
export function kill(pid: number, signal: NodeJS.Signals | number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export function commandLine(pid: number): string {
  return (read(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ").trim();
}

/** The name of what it runs: `systemd`. */
export function programOf(pid: number): string {
  return (read(`/proc/${pid}/comm`) ?? "").trim();
}

/** /proc/PID/stat from its third field on; the second, in brackets, may hold anything. */
function statFields(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
