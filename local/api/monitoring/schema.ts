import { z } from "zod";
import { unprocessable } from "../http/errors";
import type { AlertPolicy, State } from "../state/model";
import { findTag } from "../state/tags";
import { NotificationsSchema } from "./notifications";

/** What can be watched of a droplet; the other kinds are of things that the local cloud does not have. */
const DROPLET_METRICS = [
  "load_1",
  "load_5",
  "load_15",
  "memory_utilization_percent",
  "disk_utilization_percent",
  "cpu",
  "disk_read",
  "disk_write",
  "public_outbound_bandwidth",
  "public_inbound_bandwidth",
  "private_outbound_bandwidth",
  "private_inbound_bandwidth",
].map((metric) => `v1/insights/droplet/${metric}`);

/** `POST` and `PUT` take the same. */
export const AlertPolicyRequest = z.object({
  type: z.enum(DROPLET_METRICS),
  description: z.string(),
  compare: z.enum(["GreaterThan", "LessThan"]),
  value: z.number().min(0),
  window: z.enum(["5m", "10m", "30m", "1h"]),
  entities: z.array(z.string()).nullish(),
  tags: z.array(z.string()).nullish(),
  alerts: NotificationsSchema,
  enabled: z.boolean().nullish(),
});
export type AlertPolicyRequest = z.infer<typeof AlertPolicyRequest>;

/**
 * The policy that the request describes, without its identity.
 * @param before what it was; a droplet or a tag that has gone since may stay named
 * @throws 422 naming a droplet or a tag that is not there
 */
export function alertPolicyBody(
  state: State,
  request: AlertPolicyRequest,
  before?: AlertPolicy,
): Omit<AlertPolicy, "uuid"> {
  const { entities, tags, enabled, ...rest } = request;
  const named = { entities: [...new Set(entities)], tags: [...new Set(tags)] };
  refuse(
    "entities: no droplet",
    named.entities.filter((id) => !state.droplets.some((droplet) => String(droplet.id) === id)),
    before?.entities,
  );
  refuse(
    "tags: no tag",
    named.tags.filter((tag) => findTag(state, tag) === undefined),
    before?.tags,
  );
  return { ...rest, ...named, enabled: enabled ?? true };
}

function refuse(what: string, missing: readonly string[], before: readonly string[] = []): void {
  const unknown = missing.filter((name) => !before.includes(name));
  if (unknown.length > 0) throw unprocessable(`${what} ${unknown.join(", ")}.`);
}
