/** How many processes used a CPU or waited for one, on average over so many minutes (6.6). */
export interface Load {
  one: number;
  five: number;
  fifteen: number;
}

/** Reads /proc/loadavg (proc_loadavg(5)); undefined if the text is cut or another one. */
export function parseLoadavg(text: string): Load | undefined {
  const [, one, five, fifteen] = /^(\d+\.\d\d) (\d+\.\d\d) (\d+\.\d\d) /.exec(text) ?? [];
  if (one === undefined) return undefined;
  return { one: Number(one), five: Number(five), fifteen: Number(fifteen) };
}

/** Reads /proc/uptime: seconds since the boot; undefined if the text is cut or another one. */
export function parseUptime(text: string): number | undefined {
  const [, seconds] = /^(\d+\.\d\d) \d/.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
