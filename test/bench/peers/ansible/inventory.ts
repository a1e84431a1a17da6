import { stringify } from "yaml";
import { quote } from "../../../../components/remote/shell";
import { sshOptions } from "../../ssh";
import type { Target, Wanted } from "../../types";
import { hostVariables, siteVariables } from "../site-variables";

/**
 * The inventory as YAML: each target with its pinned key, and what all are told.
 *
 * @param archive where the playbook packs the project on this machine
 */
export function renderInventory(
  targets: readonly Target[],
  wanted: Wanted,
  archive: string,
): string {
  const hosts = targets.map((target) => [
    target.name,
    {
      ansible_host: target.ipv4,
      ansible_user: "root",
      // Ansible splits it into words as a shell does.
      ansible_ssh_common_args: ["-F", "/dev/null", ...sshOptions(target)].map(quote).join(" "),
      ...hostVariables(target),
    },
  ]);
  const vars = { ...siteVariables(wanted), archive };
  return stringify({ all: { vars, hosts: Object.fromEntries(hosts) as object } });
}
