import { createHash } from "node:crypto";

/**
 * What a host knows a stack by, `PROJECT/STACK MARK`: it is one stack's, since each takes down the managed
 * sites that it does not know. Every checkout may have a stack of the same name, so that the mark decides,
 * and a stack that is renamed stays the same one.
 *
 * @param own what only this stack's state has; the mark, of which it is a hash, may be read by all
 */
export function stackOnHost(project: string, stack: string, own: string): string {
  return `${project}/${stack} ${createHash("sha256").update(own.trim()).digest("hex").slice(0, 12)}`;
}
