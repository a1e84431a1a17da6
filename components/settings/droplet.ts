import { findSize, sizes, type Size } from "../host/sizes";
import { Refusal } from "./refusal";
import { didYouMean, show } from "./wording";

/** DigitalOcean's regions that take new droplets. */
export const REGIONS = [
  "ams3",
  "atl1",
  "blr1",
  "fra1",
  "lon1",
  "mem1",
  "mkc1",
  "nyc1",
  "nyc2",
  "nyc3",
  "ric1",
  "sfo2",
  "sfo3",
  "sgp1",
  "syd1",
  "tor1",
] as const;

/** What small sites run on, to name a few where a slug is far from all. */
const USUAL = ["s-1vcpu-1gb", "s-1vcpu-2gb", "s-2vcpu-2gb", "s-2vcpu-4gb", "s-4vcpu-8gb"];

/** The first word of DigitalOcean's images that have no apt. */
const WITHOUT_APT = ["almalinux", "centos", "fedora", "freebsd", "rancheros", "rockylinux"];

export function parseSize(slug: string): Size {
  const size = findSize(slug);
  if (size !== undefined) return size;
  const near = didYouMean(
    slug,
    sizes.map((known) => known.slug),
  );
  throw new Refusal(
    `${show(slug)} is not a size that DigitalOcean sells${near}; choose one of ${USUAL.join(", ")} or another of components/host/sizes.tsv`,
  );
}

/** The oldest release of each whose systemd has all that the units and scripts use (252). */
const OLDEST: Readonly<Record<string, number>> = { debian: 12, ubuntu: 24 };

/** A slug of Debian or Ubuntu, or the number of a snapshot, which may be anything. */
export function parseImage(image: string): string {
  if (/^[0-9]+$/.test(image)) return image;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(image)) {
    throw new Refusal(
      `${show(image)} is not an image's slug; give one such as debian-13-x64 or ubuntu-24-04-x64, or a snapshot's number`,
    );
  }
  const [system = ""] = image.split("-");
  if (WITHOUT_APT.includes(system)) {
    throw new Refusal(
      `${show(image)} is neither Debian nor Ubuntu, which the set-up is written for; give one such as debian-13-x64`,
    );
  }
  const [, release = ""] = image.split("-");
  if (Number(release) < (OLDEST[system] ?? 0)) {
    throw new Refusal(
      `${show(image)} is older than the set-up can use; give debian-12-x64, ubuntu-24-04-x64 or a later one`,
    );
  }
  return image;
}
