import type { Preview } from "./events";
import { dropletOf } from "./resources";

/** What is lost for a while, or for good but not now. A line each. */
export function noticesOf(preview: Preview): string[] {
  const droplet = dropletOf(preview);
  if (!droplet) return [];
  const { action, old, new: after, isProtected } = droplet;
  const resized = action === "update" && old?.inputs["size"] !== after?.inputs["size"];
  return [
    // DigitalOcean resizes no droplet that is on, and no disk back.
    ...(resized
      ? ["The droplet is off while it is resized; its disk never gets smaller again."]
      : []),
    ...(isProtected.before && !isProtected.after && action !== "delete"
      ? ["The droplet loses its protection: a later change may replace or delete it."]
      : []),
  ];
}
