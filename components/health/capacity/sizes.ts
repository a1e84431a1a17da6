import { sizes, type Size } from "../../host/sizes";
import { dollars } from "./wording";

/**
 * How full a smaller machine may be: half of its RAM for programs leaves the rest to the cache, whose
 * healthy share ends at 50 %.
 */
const FULL = 0.5;

/**
 * How far down one step goes: to half of the RAM. One good hour does not prove that a machine could
 * do with an eighth; after the step the same rule judges again.
 */
const ONE_STEP = 0.5;

/** What a machine needs in any case. */
export interface Needs {
  usedMiB: number;
  /** Of the load that it has under the preferred limit. */
  cores: number;
}

/** The cheapest size that is one step smaller and holds what is needed; undefined if none does. */
export function smallerSize(size: Size, { usedMiB, cores }: Needs): Size | undefined {
  return cheapest(
    size,
    ({ memoryMiB, vcpus, priceMonthly }) =>
      priceMonthly < size.priceMonthly &&
      memoryMiB < size.memoryMiB &&
      memoryMiB >= size.memoryMiB * ONE_STEP &&
      usedMiB <= memoryMiB * FULL &&
      vcpus >= cores,
  );
}

/** The cheapest size with more RAM, and no less of anything else. */
export function moreMemory(size: Size): Size | undefined {
  return cheapest(size, (other) => other.memoryMiB > size.memoryMiB && holds(other, size));
}

/** The cheapest size with more cores, and no less of anything else. */
export function moreCores(size: Size): Size | undefined {
  return cheapest(size, (other) => other.vcpus > size.vcpus && holds(other, size));
}

/** Of the same kind if there is one, since not every region has every kind. */
function cheapest(size: Size, fits: (other: Size) => boolean): Size | undefined {
  const fitting = sizes.filter(fits);
  return fitting.find(({ slug }) => kindOf(slug) === kindOf(size.slug)) ?? fitting[0];
}

/** Basic, general purpose …, and whose processor: `s amd` of `s-1vcpu-1gb-amd`. */
function kindOf(slug: string): string {
  return slug.replace(/^([a-z0-9_]+)-.*?(-amd|-intel)?$/, "$1$2");
}

/** A disk cannot shrink, so a droplet only moves to a size whose disk is as large. */
function holds(other: Size, size: Size): boolean {
  return (
    other.memoryMiB >= size.memoryMiB && other.vcpus >= size.vcpus && other.diskGiB >= size.diskGiB
  );
}

/** `s-1vcpu-2gb ($12.00 a month instead of $6.00)`. */
export function priced(size: Size, instead: Size): string {
  return `${size.slug} (${dollars(size.priceMonthly)} a month instead of ${dollars(instead.priceMonthly)})`;
}
