import { z } from "zod";
import { findSize, sizeOf } from "../catalog/sizes";
import { notImplemented, unprocessable } from "../http/errors";
import type { Change, Droplet } from "../state/model";
import { BackupPolicySchema, checkName } from "./fields";

/** `POST /v2/droplets/{id}/actions`, as far as the local cloud carries it out. */
export const ActionRequest = z.object({
  type: z.string(),
  name: z.string().nullish(),
  size: z.string().nullish(),
  disk: z.boolean().nullish(),
  backup_policy: BackupPolicySchema.nullish(),
});
export type ActionRequest = z.infer<typeof ActionRequest>;

/**
 * The change that the request asks for, if the droplet can take it as it is now.
 * @throws 422 if it cannot, 501 for the types that there is nothing behind here.
 */
export function changeOf(request: ActionRequest, droplet: Droplet): Change {
  const off = droplet.status === "off";
  switch (request.type) {
    case "power_on":
      if (!off) throw unprocessable("Droplet is already powered on.");
      return { type: request.type };
    case "power_off":
    case "shutdown":
    case "reboot":
      // The provider knows this sentence and goes on.
      if (off) throw unprocessable("Droplet is already powered off.");
      return { type: request.type };
    case "power_cycle":
    case "enable_ipv6":
    case "disable_backups":
      return { type: request.type };
    case "enable_backups":
      return {
        type: request.type,
        ...(request.backup_policy && { policy: request.backup_policy }),
      };
    case "change_backup_policy":
      if (!droplet.backups) throw unprocessable("Backups are not enabled for this Droplet.");
      return { type: request.type, policy: required("backup_policy", request.backup_policy) };
    case "rename": {
      const name = required("name", request.name);
      checkName(name);
      return { type: request.type, name };
    }
    case "resize":
      return resize(droplet, required("size", request.size), request.disk ?? false);
    default:
      throw notImplemented(`POST /v2/droplets/{id}/actions with type "${request.type}"`);
  }
}

function resize(droplet: Droplet, slug: string, disk: boolean): Change {
  const size = findSize(slug);
  if (!size) throw unprocessable(`You specified an invalid size for Droplet resize: ${slug}.`);
  if (droplet.status !== "off") {
    throw unprocessable("Droplet must be powered off to be resized.");
  }
  if (size.diskGiB < droplet.disk) {
    throw unprocessable("This size is not available because it has a smaller disk.");
  }
  return { type: "resize", size: slug, disk };
}

function required<T>(field: string, value: T | null | undefined): T {
  if (value === null || value === undefined) throw unprocessable(`${field}: is missing.`);
  return value;
}

/** The droplet once the change is made, power aside. */
export function changed(droplet: Droplet, change: Change): Droplet {
  switch (change.type) {
    case "rename":
      return { ...droplet, name: change.name };
    case "resize":
      return {
        ...droplet,
        size: change.size,
        disk: change.disk ? sizeOf(change.size).diskGiB : droplet.disk,
      };
    case "enable_ipv6":
      return { ...droplet, ipv6: true };
    case "enable_backups":
      return { ...droplet, backups: true, ...(change.policy && { backupPolicy: change.policy }) };
    case "change_backup_policy":
      return { ...droplet, backupPolicy: change.policy };
    case "disable_backups": {
      const next = { ...droplet, backups: false };
      delete next.backupPolicy;
      return next;
    }
    case "create":
    case "power_on":
    case "power_cycle":
    case "reboot":
      return { ...droplet, made: true, status: "active" };
    case "power_off":
    case "shutdown":
      return { ...droplet, status: "off" };
  }
}
