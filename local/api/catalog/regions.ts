/** DigitalOcean's regions by slug. All of them are this machine. */
const REGIONS: Record<string, string> = {
  nyc1: "New York 1",
  nyc2: "New York 2",
  nyc3: "New York 3",
  ams3: "Amsterdam 3",
  fra1: "Frankfurt 1",
  lon1: "London 1",
  sgp1: "Singapore 1",
  tor1: "Toronto 1",
  blr1: "Bangalore 1",
  sfo2: "San Francisco 2",
  sfo3: "San Francisco 3",
  syd1: "Sydney 1",
  atl1: "Atlanta 1",
};

export const REGION_SLUGS: readonly string[] = Object.keys(REGIONS);

/** Where a droplet goes whose request names no region. */
export const DEFAULT_REGION = "fra1";

export const isRegion = (slug: string): boolean => Object.hasOwn(REGIONS, slug);

/** The region as the API shows it; `sizes` are the slugs on offer there. */
export function regionView(slug: string, sizes: readonly string[]) {
  return {
    name: REGIONS[slug] ?? slug,
    slug,
    features: ["backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer"],
    available: true,
    sizes,
  };
}
