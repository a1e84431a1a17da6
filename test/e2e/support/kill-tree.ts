import { childrenOf, kill } from "../../../local/hosts/system/processes";

/**
 * Ends a process and all that it started, as a machine that loses its power does. The engine alone
 * would leave its plugins, and with them the connections to the host.
 */
export function killTree(pid: number): void {
  const all = [pid];
  for (const parent of all) all.push(...childrenOf(parent));
  all.forEach((one) => kill(one, "SIGKILL"));
}
