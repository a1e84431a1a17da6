import type { Stack } from "./stack";

/** systemd's rating of a unit's exposure: 0 is none, 10 is all. */
export async function exposure(stack: Stack, unit: string): Promise<number> {
  const rating = await stack.ssh(`systemd-analyze security --no-pager ${unit} | tail -n 1`);
  return Number(/: ([\d.]+)/.exec(rating)?.[1]);
}

/** What a process may do, each value that one of several has. */
export interface Confinement {
  users: string[];
  noNewPrivileges: string[];
  /** Hexadecimal masks: what it has, and what it could ever get. */
  capabilities: string[];
  bounding: string[];
}

/** Of a process and its children. */
export async function confinement(stack: Stack, mainPid: number): Promise<Confinement> {
  const text = await stack.ssh(`
    for pid in ${mainPid} $(pgrep -P ${mainPid}); do
      stat --format 'User: %U' /proc/$pid
      cat /proc/$pid/status
    done`);
  const values = (...keys: string[]): string[] => {
    const found = text.split("\n").flatMap((line) => {
      const [key = "", ...value] = line.split(/\s+/);
      return keys.includes(key.replace(":", "")) ? value : [];
    });
    return [...new Set(found.map((value) => value.replace(/^0+(?=.)/, "")))].sort();
  };
  return {
    users: values("User"),
    noNewPrivileges: values("NoNewPrivs"),
    capabilities: values("CapInh", "CapPrm", "CapEff", "CapAmb"),
    bounding: values("CapBnd"),
  };
}
