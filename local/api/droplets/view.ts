import type { Cloud } from "../../hosts/types";
import { imageView } from "../catalog/images";
import { regionView } from "../catalog/regions";
import { SIZES, sizeOf, sizeView } from "../catalog/sizes";
import { uuidFrom } from "../state/ids";
import type { Droplet, State } from "../state/model";
import { ipv4Of, ipv6Of } from "./address";
import { pendingAction } from "./pending";

/** The one VPC of a cloud: its bridge. */
export const vpcUuid = (cloud: Cloud): string => uuidFrom(`vpc ${cloud.id}`);

/**
 * The droplet as the API shows it. The official provider takes everything from the first answer that says
 * `active`, and is killed by a `region`, `size` or `networks` that is missing, so all of it is always there.
 */
export function dropletView(state: State, cloud: Cloud, droplet: Droplet) {
  const size = sizeOf(droplet.size);
  return {
    id: droplet.id,
    name: droplet.name,
    memory: size.memoryMiB,
    vcpus: size.vcpus,
    disk: droplet.disk,
    disk_info: [{ type: "local", size: { amount: droplet.disk, unit: "gib" } }],
    locked: isLocked(state, droplet),
    status: droplet.status,
    kernel: null,
    created_at: droplet.createdAt,
    features: featuresOf(droplet),
    backup_ids: [],
    // Backups can be switched on, but no copy is ever made here.
    next_backup_window: null,
    snapshot_ids: [],
    image: imageView(droplet.image),
    volume_ids: [],
    size: sizeView(size),
    size_slug: droplet.size,
    networks: networksOf(cloud, droplet),
    region: regionView(
      droplet.region,
      SIZES.map(({ slug }) => slug),
    ),
    tags: droplet.tags,
    vpc_uuid: vpcUuid(cloud),
  };
}

/** A lock during creation would make clients take the droplet for missing, so `new` says it all. */
function isLocked(state: State, droplet: Droplet): boolean {
  const pending = pendingAction(state, droplet.id);
  return pending !== undefined && pending.change.type !== "create";
}

/** What the features leave out is off for the provider: `monitoring` left out would replace the droplet. */
function featuresOf(droplet: Droplet): string[] {
  return [
    ...(droplet.backups ? ["backups"] : []),
    ...(droplet.ipv6 ? ["ipv6"] : []),
    ...(droplet.monitoring ? ["monitoring"] : []),
    ...(droplet.agent ? ["droplet_agent"] : []),
    "private_networking",
  ];
}

/** The bridge is the public and the private network at once, so the private address is the public one. */
function networksOf(cloud: Cloud, droplet: Droplet) {
  const v4 = {
    ip_address: ipv4Of(cloud, droplet),
    netmask: "255.255.255.0",
    gateway: `${cloud.ipv4Prefix}.1`,
  };
  const v6 = {
    ip_address: ipv6Of(cloud, droplet),
    netmask: 64,
    gateway: `${cloud.ipv6Prefix}::1`,
    type: "public",
  };
  return {
    v4: [
      { ...v4, type: "public" },
      { ...v4, type: "private" },
    ],
    v6: droplet.ipv6 ? [v6] : [],
  };
}
