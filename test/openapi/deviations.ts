import type { Description } from "./description";

/** A place where DigitalOcean's service or its official clients do not keep to the description. */
export interface Deviation {
  name: string;
  /** Corrects the description. */
  apply(schemas: Record<string, Schema>): void;
  /** Something that the correction makes valid: a schema's name and a value. */
  example: { schema: string; value: unknown };
}

/** As much of a schema as the corrections touch. */
interface Schema {
  enum?: string[];
  nullable?: boolean;
  required?: string[];
  properties?: Record<string, Schema>;
}

export const DEVIATIONS: readonly Deviation[] = [
  {
    name: "the list of regions lacks Atlanta, which has been open since 2025",
    apply: (schemas) => schemas["region_slug"]?.enum?.push("atl1"),
    example: { schema: "region_slug", value: "atl1" },
  },
  {
    name: "the provider sends ssh_keys null for a droplet without keys",
    apply(schemas) {
      const keys = schemas["droplet_create"]?.properties?.["ssh_keys"];
      if (keys) keys.nullable = true;
    },
    example: {
      schema: "droplet_create",
      value: { size: "s-1vcpu-1gb", image: "debian-13-x64", ssh_keys: null },
    },
  },
  {
    name: "change_backup_policy has a schema of its own that its list of types refuses",
    apply: (schemas) =>
      schemas["droplet_action"]?.properties?.["type"]?.enum?.push("change_backup_policy"),
    example: {
      schema: "droplet_action_change_backup_policy",
      value: { type: "change_backup_policy", backup_policy: { plan: "daily", hour: 4 } },
    },
  },
  {
    name: "the provider sends rules for icmp without ports",
    apply(schemas) {
      const rule = schemas["firewall_rule_base"];
      if (rule) rule.required = ["protocol"];
    },
    example: { schema: "firewall_rule_base", value: { protocol: "icmp" } },
  },
];

/** The description with the corrections. */
export function corrected(description: Description, deviations = DEVIATIONS): Description {
  const copy = structuredClone(description);
  const schemas = copy.components["schemas"] as Record<string, Schema>;
  for (const { apply } of deviations) apply(schemas);
  return copy;
}
