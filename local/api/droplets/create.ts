import { z } from "zod";
import type { Cloud } from "../../hosts/types";
import { findImage, IMAGE_SLUGS } from "../catalog/images";
import { DEFAULT_REGION, isRegion, REGION_SLUGS } from "../catalog/regions";
import { findSize } from "../catalog/sizes";
import { unprocessable } from "../http/errors";
import { findKey } from "../state/find";
import { takeId, timestamp } from "../state/ids";
import type { Droplet, State } from "../state/model";
import { ensureTag, TagName } from "../state/tags";
import { DROPLET_LIMIT, takeAddress } from "./address";
import { BackupPolicySchema, checkName } from "./fields";
import { vpcUuid } from "./view";

/** DigitalOcean's limit, and cloud-init's metadata's. */
export const MAX_USER_DATA_BYTES = 64 * 1024;

const flag = z.boolean().nullish();

/** `POST /v2/droplets`; fields that mean nothing here are ignored, as DigitalOcean ignores unknown ones. */
export const DropletRequest = z.object({
  name: z.string(),
  region: z.string().nullish(),
  size: z.string(),
  image: z.union([z.string(), z.int()]),
  ssh_keys: z.array(z.union([z.string(), z.int()])).nullish(),
  backups: flag,
  backup_policy: BackupPolicySchema.nullish(),
  ipv6: flag,
  monitoring: flag,
  with_droplet_agent: flag,
  public_networking: flag,
  user_data: z.string().nullish(),
  vpc_uuid: z.string().nullish(),
  volumes: z.array(z.unknown()).nullish(),
  tags: z.array(TagName).nullish(),
});
export type DropletRequest = z.infer<typeof DropletRequest>;

/**
 * Adds the droplet that the request asks for, not yet booted.
 * @throws 422 in DigitalOcean's words, and with what there is to choose from.
 */
export function addDroplet(draft: State, cloud: Cloud, request: DropletRequest): Droplet {
  checkName(request.name);
  checkSupported(request, cloud);
  const size = findSize(request.size);
  if (!size) throw invalid("size", "GET /v2/sizes lists what is available.");
  const image = findImage(request.image);
  if (!image) throw invalid("image", `Available here: ${IMAGE_SLUGS.join(", ")}.`);
  const region = request.region || DEFAULT_REGION;
  if (!isRegion(region)) throw invalid("region", `Available: ${REGION_SLUGS.join(", ")}.`);
  if (draft.droplets.length >= DROPLET_LIMIT) {
    throw unprocessable("creating this/these droplet(s) will exceed your droplet limit");
  }
  const droplet: Droplet = {
    id: takeId(draft),
    name: request.name,
    region,
    image,
    size: size.slug,
    disk: size.diskGiB,
    status: "new",
    createdAt: timestamp(),
    address: takeAddress(draft),
    ipv6: request.ipv6 ?? false,
    monitoring: request.monitoring ?? false,
    agent: request.with_droplet_agent ?? true,
    backups: request.backups ?? false,
    ...(request.backup_policy && { backupPolicy: request.backup_policy }),
    ...(request.user_data && { userData: request.user_data }),
    authorizedKeys: publicKeys(draft, request.ssh_keys ?? []),
    tags: [...new Set((request.tags ?? []).map((tag) => ensureTag(draft, tag)))],
    made: false,
    deleting: false,
  };
  draft.droplets.push(droplet);
  return droplet;
}

function checkSupported(request: DropletRequest, cloud: Cloud): void {
  const bytes = Buffer.byteLength(request.user_data ?? "");
  if (bytes > MAX_USER_DATA_BYTES) {
    throw unprocessable(`user_data has ${bytes} bytes; ${MAX_USER_DATA_BYTES} are allowed.`);
  }
  if (request.volumes && request.volumes.length > 0) {
    throw unprocessable("volumes: the local cloud has none; leave them out.");
  }
  if (request.public_networking === false) {
    throw unprocessable(
      "public_networking: every droplet of the local cloud has a public address.",
    );
  }
  if (request.vpc_uuid && request.vpc_uuid !== vpcUuid(cloud)) {
    throw unprocessable(`vpc_uuid: the local cloud has one VPC only, ${vpcUuid(cloud)}.`);
  }
}

const invalid = (what: string, available: string) =>
  unprocessable(`You specified an invalid ${what} for Droplet creation. ${available}`);

function publicKeys(state: State, identifiers: readonly (string | number)[]): string[] {
  const unknown = identifiers.filter((identifier) => !findKey(state, String(identifier)));
  if (unknown.length > 0) {
    throw unprocessable(`${unknown.join(", ")} are invalid key identifiers for Droplet creation.`);
  }
  return identifiers.flatMap((identifier) => findKey(state, String(identifier))?.publicKey ?? []);
}
