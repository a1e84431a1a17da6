/** The text that the kernel has of one process, cut to what is read. */
export interface ProcessTexts {
  pid: number;
  /** /proc/PID/status */
  status: string;
  /** /proc/PID/smaps_rollup; empty where the kernel has none. */
  smapsRollup: string;
}

/** What a process takes, in MiB (6.5); undefined where the kernel does not tell. */
export interface ProcessMemory {
  pid: number;
  /** top's RES: the RAM that it uses, what it shares with others included. */
  res: number | undefined;
  /** top's SHR: what of that it may share. */
  shr: number | undefined;
  /** The proportional set size: what is shared counts in parts, so that the sum is the truth. */
  pss: number | undefined;
  swap: number | undefined;
}

export function parseProcess({ pid, status, smapsRollup }: ProcessTexts): ProcessMemory {
  const [file, shared] = [field(status, "RssFile"), field(status, "RssShmem")];
  return {
    pid,
    res: field(status, "VmRSS"),
    shr: file === undefined || shared === undefined ? undefined : file + shared,
    pss: field(smapsRollup, "Pss"),
    swap: field(status, "VmSwap"),
  };
}

function field(text: string, name: string): number | undefined {
  const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text) ?? [];
  return kib === undefined ? undefined : Number(kib) / 1024;
}
