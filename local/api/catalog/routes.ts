import type { Context } from "hono";
import { listPage } from "../http/paging";
import { found } from "../state/find";
import { findImage, IMAGE_SLUGS, imageView } from "./images";
import { REGION_SLUGS, regionView } from "./regions";
import { SIZES, sizeView } from "./sizes";

/** What there is to choose from: `/v2/regions`, `/v2/sizes`, `/v2/images`. */
export function catalogRoutes() {
  const sizeSlugs = SIZES.map(({ slug }) => slug);

  return {
    regions: (c: Context) =>
      listPage(
        c,
        "regions",
        REGION_SLUGS.map((slug) => regionView(slug, sizeSlugs)),
      ),

    sizes: (c: Context) => listPage(c, "sizes", SIZES.map(sizeView)),

    /** All images are public distributions without tags, so any other kind is an empty list. */
    images(c: Context) {
      const { type = "distribution", private: own, tag_name: tag } = c.req.query();
      const none = type !== "distribution" || own === "true" || tag !== undefined;
      return listPage(c, "images", none ? [] : IMAGE_SLUGS.map(imageView));
    },

    image: (c: Context) =>
      c.json({ image: imageView(found(findImage(c.req.param("image") ?? ""))) }),
  };
}
