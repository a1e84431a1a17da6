import type { Context } from "hono";
import type { Api } from "../api";
import { unprocessable } from "../http/errors";
import { readBody } from "../http/body";
import { listPage } from "../http/paging";
import { answerCreation } from "../http/replay";
import { found, getDroplet } from "../state/find";
import type { Droplet } from "../state/model";
import { findTag } from "../state/tags";
import { addAction } from "./actions";
import { addDroplet, DropletRequest } from "./create";
import { dropletView } from "./view";

/** `/v2/droplets`. */
export function dropletRoutes(api: Api) {
  const { cloud, store, lifecycle } = api;
  const idOf = (c: Context) => Number(c.req.param("id"));
  const view = (droplet: Droplet) => dropletView(store.state, cloud, droplet);
  const tagged = (name: string) => {
    const tag = findTag(store.state, name);
    return store.state.droplets.filter(({ tags }) => tag !== undefined && tags.includes(tag));
  };

  function remove(droplets: readonly Droplet[]) {
    const ids = droplets.filter(({ deleting }) => !deleting).map(({ id }) => id);
    store.commit((draft) => {
      for (const droplet of draft.droplets) if (ids.includes(droplet.id)) droplet.deleting = true;
    });
    for (const id of ids) lifecycle.remove(id);
  }

  return {
    async list(c: Context) {
      await lifecycle.refresh();
      const { tag_name: tag, name } = c.req.query();
      const droplets = tag === undefined ? store.state.droplets : tagged(tag);
      const named = droplets.filter((droplet) => name === undefined || droplet.name === name);
      return listPage(c, "droplets", named.map(view));
    },

    async show(c: Context) {
      await lifecycle.refresh();
      return c.json({ droplet: view(getDroplet(store.state, idOf(c))) });
    },

    async create(c: Context) {
      const request = await readBody(c, DropletRequest);
      let creation: number | undefined;
      const response = await answerCreation(c, api, 202, (draft) => {
        const droplet = addDroplet(draft, cloud, request);
        const { id } = addAction(draft, droplet, { type: "create" });
        creation = id;
        const href = new URL(`/v2/actions/${id}`, c.req.url).href;
        return {
          made: { kind: "droplet", id: droplet.id },
          body: {
            // As on DigitalOcean, the addresses are not known in the answer to the creation.
            droplet: { ...dropletView(draft, cloud, droplet), networks: { v4: [], v6: [] } },
            links: { actions: [{ id, rel: "create", href }] },
          },
        };
      });
      // A repeated request finds the creation already under way.
      if (creation !== undefined) lifecycle.begin(creation);
      return response;
    },

    /** The droplet is shown until its host is gone, which is what clients wait for. */
    remove(c: Context) {
      remove([getDroplet(store.state, idOf(c))]);
      return c.body(null, 204);
    },

    removeByTag(c: Context) {
      const tag = c.req.query("tag_name");
      if (!tag) throw unprocessable("tag_name: is missing; it names the droplets to delete.");
      found(findTag(store.state, tag));
      remove(tagged(tag));
      return c.body(null, 204);
    },
  };
}
