import type { HostSettings } from "../settings";

/**
 * Whether a stack is there to stay: nobody has said that its droplet may be replaced, nor when it
 * ends. What of such a stack cannot be made again is protected: the engine then refuses to delete
 * or to replace it.
 */
export function isLasting({
  allowReplace,
  expiresAt,
}: Pick<HostSettings, "allowReplace" | "expiresAt">): boolean {
  return !allowReplace && expiresAt === undefined;
}
