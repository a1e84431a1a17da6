import { createHash } from "node:crypto";
import type { State } from "./model";

/** A number that no droplet, action or key has had. */
export function takeId(draft: State): number {
  return draft.nextId++;
}

/** The UUID that always belongs to `text`, in the form of version 8 (RFC 9562: custom). */
export function uuidFrom(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Now, as the API writes times: RFC 3339 in UTC, whole seconds. */
export const timestamp = (): string => `${new Date().toISOString().slice(0, 19)}Z`;
