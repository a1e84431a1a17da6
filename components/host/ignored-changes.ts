import { createHash } from "node:crypto";
import type * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import { oldImageWarning } from "../guards/end-of-life";

/** What the droplet would be made from today. */
export interface Wanted {
  image: string;
  userData: pulumi.Output<string>;
  sshKeys: pulumi.Output<string>[];
}

/**
 * Says which differences are left as they are, since each would mean another droplet: an ignored
 * change shows nothing in a preview. The provider keeps the SHA-1 of the user data.
 */
export function warnOfIgnoredChanges(droplet: digitalocean.Droplet, wanted: Wanted): void {
  const sshKeys = pulumi.all([droplet.sshKeys, pulumi.all(wanted.sshKeys)]);
  warn("image", droplet.image, pulumi.output(wanted.image));
  // What a state lacks, as that of an adopted droplet does, the SDK fills in with what was asked for.
  const userData = pulumi
    .all([droplet.userData, wanted.userData])
    .apply(([old, now]) => (old === now ? sha1(now) : old));
  warn("user data", userData, wanted.userData.apply(sha1));
  warn(
    "ssh key",
    sshKeys.apply(([old]) => (old ?? []).join()),
    sshKeys.apply(([, now]) => now.join()),
  );

  function warn(
    what: string,
    old: pulumi.Output<string | undefined>,
    now: pulumi.Output<string>,
  ): void {
    pulumi.all([old, now]).apply(async ([before, after]) => {
      if (before === after) return;
      await pulumi.log.warn(
        `another ${what} would mean another droplet, without this one's disk and address, so the droplet keeps its own; ` +
          "to have it made anew: pulumi config set django-droplet:allowReplace true",
        droplet,
      );
    });
  }
}

/** The droplet's image may be older than the one that the settings name, which is held against the same table. */
export function warnOfOldImage(
  droplet: digitalocean.Droplet,
  setting: string,
  now = new Date(),
): void {
  droplet.image.apply(async (image) => {
    const warning = oldImageWarning(image, setting, now);
    if (warning !== undefined) await pulumi.log.warn(warning, droplet);
  });
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
