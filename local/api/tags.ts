import type { Context } from "hono";
import { z } from "zod";
import type { Api } from "./api";
import { unprocessable } from "./http/errors";
import { readBody } from "./http/body";
import { listPage } from "./http/paging";
import { found, getDroplet } from "./state/find";
import type { Firewall, State } from "./state/model";
import { ensureTag, findTag, TagName } from "./state/tags";

const TagRequest = z.object({ name: TagName });
const Resources = z.object({
  resources: z.array(
    z.object({
      resource_id: z.union([z.string(), z.int()]).transform(String),
      resource_type: z.string(),
    }),
  ),
});

/** `/v2/tags`. Droplets are the only things here that carry them. */
export function tagRoutes({ store, filters }: Api) {
  const tagOf = (c: Context, state: State = store.state) =>
    found(findTag(state, c.req.param("tag") ?? ""));

  /** Edits the tags of the droplets that the request names, all of them or none. */
  async function editResources(c: Context, edit: (tags: string[], tag: string) => string[]) {
    const { resources } = await readBody(c, Resources);
    store.commit((draft) => {
      const tag = tagOf(c, draft);
      for (const { resource_id: id, resource_type: type } of resources) {
        if (type !== "droplet") {
          throw unprocessable(`resource_type: "${type}" has no tags here; only droplets have.`);
        }
        const droplet = getDroplet(draft, Number(id));
        droplet.tags = edit(droplet.tags, tag);
      }
    });
    await filters.sync();
    return c.body(null, 204);
  }

  return {
    list: (c: Context) =>
      listPage(
        c,
        "tags",
        store.state.tags.map((tag) => tagView(store.state, tag, c.req.url)),
      ),

    show: (c: Context) => c.json({ tag: tagView(store.state, tagOf(c), c.req.url) }),

    /** An existing tag is a success: the provider makes every tag again before it uses it. */
    async create(c: Context) {
      const { name } = await readBody(c, TagRequest);
      const tag = store.commit((draft) => ensureTag(draft, name));
      return c.json({ tag: tagView(store.state, tag, c.req.url) }, 201);
    },

    async remove(c: Context) {
      store.commit((draft) => removeTag(draft, tagOf(c, draft)));
      await filters.sync();
      return c.body(null, 204);
    },

    tagResources: (c: Context) =>
      editResources(c, (tags, tag) => (tags.includes(tag) ? tags : [...tags, tag])),

    untagResources: (c: Context) =>
      editResources(c, (tags, tag) => tags.filter((one) => one !== tag)),
  };
}

/** Every kind of resource has its count: the provider is killed by one that is missing. */
function tagView(state: State, tag: string, requestUrl: string) {
  const droplets = state.droplets.filter(({ tags }) => tags.includes(tag));
  const last = droplets.at(-1);
  const uri = last && { last_tagged_uri: new URL(`/v2/droplets/${last.id}`, requestUrl).href };
  const none = { count: 0 };
  return {
    name: tag,
    resources: {
      count: droplets.length,
      ...uri,
      droplets: { count: droplets.length, ...uri },
      images: none,
      volumes: none,
      volume_snapshots: none,
      databases: none,
    },
  };
}

/** A tag takes its place on droplets and in firewalls with it. */
function removeTag(draft: State, tag: string): void {
  const without = (tags: readonly string[]) => tags.filter((one) => one !== tag);
  draft.tags = without(draft.tags);
  for (const droplet of draft.droplets) droplet.tags = without(droplet.tags);
  for (const firewall of draft.firewalls) {
    firewall.tags = without(firewall.tags);
    firewall.inbound = withoutPeer(firewall.inbound, without);
    firewall.outbound = withoutPeer(firewall.outbound, without);
  }
}

function withoutPeer(rules: Firewall["inbound"], without: (tags: readonly string[]) => string[]) {
  return rules.map(({ peers, ...rule }) => ({
    ...rule,
    peers: { ...peers, ...(peers.tags && { tags: without(peers.tags) }) },
  }));
}
