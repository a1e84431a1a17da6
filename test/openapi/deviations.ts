import { type Description, lookUp } from "./description";

/** A place where DigitalOcean's service or its official clients do not keep to the description. */
export interface Deviation {
  name: string;
  /** Corrects the description: its schemas, or a part that stands in a call. */
  apply(schemas: Record<string, Schema>, description: Description): void;
  /** Something that the correction makes valid: a schema's name, or its place, and a value. */
  example: { schema: string; value: unknown };
}

/** As much of a schema as the corrections touch. */
interface Schema {
  enum?: string[];
  format?: string;
  nullable?: boolean;
  required?: string[];
  properties?: Record<string, Schema>;
}

const CHECK_CREATION =
  "#/paths/~1v2~1uptime~1checks/post/requestBody/content/application~1json/schema";

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
  {
    name: "the provider sends null for an empty list of an alert policy's addresses or channels",
    apply: (schemas) => nullable(schemas["alerts"], "email", "slack"),
    example: { schema: "alerts", value: { email: null, slack: null } },
  },
  {
    name: "the provider sends null for an empty list of an uptime alert's addresses or channels",
    apply: (schemas) => nullable(schemas["notification"], "email", "slack"),
    example: { schema: "notification", value: { email: null, slack: null } },
  },
  {
    name: "the provider sends null for the regions that a check does not name",
    apply: (schemas) => nullable(schemas["check_updatable"], "regions"),
    example: { schema: "check_updatable", value: { regions: null } },
  },
  {
    name: "a check that pings has an address for its target, which is no URL",
    apply(schemas) {
      const target = schemas["check_updatable"]?.properties?.["target"];
      if (target) delete target.format;
    },
    example: { schema: "check_updatable", value: { type: "ping", target: "198.51.100.7" } },
  },
  {
    name: "the provider sends an empty comparison for an alert that has none",
    apply: (schemas) => schemas["alert_updatable"]?.properties?.["comparison"]?.enum?.push(""),
    example: { schema: "alert_updatable", value: { comparison: "" } },
  },
  {
    name: "a check's creation asks for a method, which nothing describes and no client sends",
    apply(_schemas, description) {
      const body = lookUp(description, CHECK_CREATION) as Schema;
      body.required = body.required?.filter((name) => name !== "method") ?? [];
    },
    example: {
      schema: CHECK_CREATION,
      value: {
        name: "site",
        type: "https",
        target: "https://example.com/",
        regions: [],
        enabled: true,
      },
    },
  },
];

function nullable(schema: Schema | undefined, ...names: string[]): void {
  for (const name of names) {
    const property = schema?.properties?.[name];
    if (property) property.nullable = true;
  }
}

/** The description with the corrections. */
export function corrected(description: Description, deviations = DEVIATIONS): Description {
  const copy = structuredClone(description);
  const schemas = copy.components["schemas"] as Record<string, Schema>;
  for (const { apply } of deviations) apply(schemas, copy);
  return copy;
}
