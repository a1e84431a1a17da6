import type { CloudName } from "./endpoint";
import { SettingError } from "./setting-error";

const ANYWHERE = ["0.0.0.0/0", "::/0"];

/**
 * The networks that may reach port 22. On this machine anything may, as nothing else gets there; on
 * DigitalOcean there is no default: it would be either the whole internet or nobody.
 */
export function allowedCidrs(given: readonly string[] | undefined, cloud?: CloudName): string[] {
  if (given !== undefined && given.length > 0) return [...new Set(given)];
  if (cloud === "local") return ANYWHERE;
  throw new SettingError(
    "sshAllowedCidrs",
    "not set, and digitalocean needs it; list the networks that you log in from: pulumi config set --path 'sshAllowedCidrs[0]' 203.0.113.7/32 (0.0.0.0/0 and ::/0 let everybody try)",
  );
}
