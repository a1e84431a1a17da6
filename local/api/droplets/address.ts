import type { Cloud, HostSpec } from "../../hosts/types";
import { sizeOf } from "../catalog/sizes";
import type { Droplet, State } from "../state/model";

/** `.1` is the bridge, `.255` the broadcast address. */
const FIRST = 2;
const LAST = 254;

/** As many droplets as the /24 has room for. */
export const DROPLET_LIMIT = LAST - FIRST + 1;

/**
 * The next free host number after the last one given out. Going round, instead of filling gaps, keeps an
 * address that just got free from being taken by another machine while clients still know it.
 * @throws if all are taken, which the droplet limit rules out.
 */
export function takeAddress(draft: State): number {
  const taken = new Set(draft.droplets.map(({ address }) => address));
  for (let step = 1; step <= DROPLET_LIMIT; step++) {
    const candidate =
      FIRST + ((Math.max(draft.lastAddress, FIRST - 1) - FIRST + step) % DROPLET_LIMIT);
    if (!taken.has(candidate)) {
      draft.lastAddress = candidate;
      return candidate;
    }
  }
  throw new Error("no free address");
}

export const ipv4Of = (cloud: Cloud, { address }: Droplet): string =>
  `${cloud.ipv4Prefix}.${address}`;

/** The address that the droplet has, or would have, in the cloud's /64. */
export const ipv6Of = (cloud: Cloud, { address }: Droplet): string =>
  `${cloud.ipv6Prefix}::${address.toString(16)}`;

/** All addresses that others see the droplet by. */
export const addressesOf = (cloud: Cloud, droplet: Droplet): string[] => [
  ipv4Of(cloud, droplet),
  ...(droplet.ipv6 ? [ipv6Of(cloud, droplet)] : []),
];

/** What the machine behind the droplet is made from. */
export function hostSpec(cloud: Cloud, droplet: Droplet): HostSpec {
  const { memoryMiB, vcpus } = sizeOf(droplet.size);
  return {
    id: droplet.id,
    name: droplet.name,
    image: droplet.image,
    memoryMiB,
    vcpus,
    diskGiB: droplet.disk,
    ipv4: ipv4Of(cloud, droplet),
    ...(droplet.ipv6 && { ipv6: ipv6Of(cloud, droplet) }),
    ...(droplet.userData !== undefined && { userData: droplet.userData }),
    authorizedKeys: droplet.authorizedKeys,
  };
}
