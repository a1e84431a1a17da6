import { execFileSync } from "node:child_process";
import { kill } from "../../../local/hosts/system/processes";

/**
 * Ends a process and all that it started, as a machine that loses its power does. The engine alone
 * would leave its plugins, and with them the connections to the host.
 */
export function killTree(pid: number): void {
  const table = execFileSync("ps", ["-e", "-o", "pid=,ppid="], { encoding: "utf8" });
  const processes = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const all = [pid];
  for (const parent of all) {
    for (const [child, its] of processes) {
      if (child !== undefined && its === parent) all.push(child);
    }
  }
  all.forEach((one) => kill(one, "SIGKILL"));
}
