import { IMAGES, type ImageSlug } from "../../hosts/types";
import { REGION_SLUGS } from "./regions";

/** What the API shows of an image besides its slug. `createdAt` is the release's day. */
const DETAILS: Record<ImageSlug, { id: number; name: string; createdAt: string }> = {
  "debian-12-x64": { id: 120000012, name: "12 x64", createdAt: "2023-06-10T00:00:00Z" },
  "debian-13-x64": { id: 120000013, name: "13 x64", createdAt: "2025-08-09T00:00:00Z" },
};

export const IMAGE_SLUGS = Object.keys(IMAGES).sort() as ImageSlug[];

/** The image that a slug or a numeric id names; DigitalOcean takes either, the id also as text. */
export function findImage(key: string | number): ImageSlug | undefined {
  return IMAGE_SLUGS.find((slug) => slug === key || String(DETAILS[slug].id) === String(key));
}

/** The image as the API shows it. */
export function imageView(slug: ImageSlug) {
  const { id, name, createdAt } = DETAILS[slug];
  return {
    id,
    name,
    type: "base",
    distribution: "Debian",
    slug,
    public: true,
    regions: REGION_SLUGS,
    created_at: createdAt,
    min_disk_size: 7,
    size_gigabytes: 0.35,
    description: `Debian ${name}`,
    tags: [],
    status: "available",
    error_message: "",
  };
}
