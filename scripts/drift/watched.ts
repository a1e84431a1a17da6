import { TYPES } from "../preview/resources";

interface Watched {
  /** What a person calls it. */
  what: string;
  /** The rest is counted, measured or made by DigitalOcean itself. */
  properties: readonly string[];
  /** The property that tells several from each other. */
  title?: string;
}

/** What is compared of each resource at DigitalOcean, in the order in which it is told. */
export const WATCHED: Readonly<Record<string, Watched>> = {
  [TYPES.droplet]: {
    what: "droplet",
    properties: [
      ...["name", "size", "region", "ipv6", "backups", "monitoring", "tags", "vpcUuid"],
      ...["ipv4Address", "ipv6Address"],
    ],
  },
  [TYPES.firewall]: {
    what: "firewall",
    properties: ["name", "inboundRules", "outboundRules", "tags", "dropletIds"],
  },
  [TYPES.tag]: { what: "tag", properties: ["name"] },
  [TYPES.sshKey]: { what: "ssh key", properties: ["name", "publicKey"] },
  [TYPES.monitorAlert]: {
    what: "alert",
    title: "description",
    properties: [
      ...["type", "compare", "value", "window", "enabled", "description"],
      ...["tags", "entities", "alerts"],
    ],
  },
  [TYPES.uptimeCheck]: {
    what: "uptime check",
    title: "name",
    properties: ["name", "type", "target", "regions", "enabled"],
  },
  [TYPES.uptimeAlert]: {
    what: "uptime alert",
    title: "name",
    properties: ["name", "type", "threshold", "comparison", "period", "notifications"],
  },
};

/** What it means that a resource of this type is not there any more. */
export function whatIsGone(type: string): string {
  switch (type) {
    case TYPES.droplet:
      return "is gone, with its disk and its address; a repair makes a new, empty one";
    case TYPES.firewall:
      return "is gone: every port of the droplet is open";
    case TYPES.tag:
      return "is gone, and the firewall with it from the droplet: every port is open";
    case TYPES.sshKey:
      return "is gone; with allowReplace a repair makes the droplet anew for another one";
    default:
      return "is gone";
  }
}
