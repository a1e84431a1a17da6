import type { Context } from "hono";
import { z } from "zod";
import type { Api } from "../api";
import { conflict } from "../http/errors";
import { readBody } from "../http/body";
import { listPage } from "../http/paging";
import { answerCreation } from "../http/replay";
import { timestamp, uuidFrom } from "../state/ids";
import { getFirewall } from "../state/find";
import type { Firewall, FirewallRule, State } from "../state/model";
import { existingTags } from "../state/tags";
import { existingDroplets, FirewallRequest, firewallBody, RulesRequest, rulesOf } from "./schema";
import { firewallView } from "./view";

const DropletIds = z.object({ droplet_ids: z.array(z.int()) });
const Tags = z.object({ tags: z.array(z.string()) });

/** `/v2/firewalls`: every change is in force before it is answered. */
export function firewallRoutes(api: Api) {
  const { store, filters } = api;
  const idOf = (c: Context) => c.req.param("id") ?? "";

  /** Changes one firewall, brings the hosts in line and answers 204. */
  async function change(c: Context, edit: (firewall: Firewall, draft: State) => void) {
    store.commit((draft) => edit(getFirewall(draft, idOf(c)), draft));
    await filters.sync();
    return c.body(null, 204);
  }

  return {
    list: (c: Context) =>
      listPage(
        c,
        "firewalls",
        store.state.firewalls.map((firewall) => firewallView(api, firewall)),
      ),

    show: (c: Context) =>
      c.json({ firewall: firewallView(api, getFirewall(store.state, idOf(c))) }),

    async create(c: Context) {
      const request = await readBody(c, FirewallRequest);
      const response = await answerCreation(c, api, 202, (draft) => {
        const firewall = addFirewall(draft, request);
        return {
          made: { kind: "firewall", id: firewall.id },
          body: { firewall: firewallView(api, firewall) },
        };
      });
      await filters.sync();
      return response;
    },

    async replace(c: Context) {
      const request = await readBody(c, FirewallRequest);
      store.commit((draft) => {
        const firewall = getFirewall(draft, idOf(c));
        checkFreeName(draft, request.name, firewall.id);
        Object.assign(firewall, firewallBody(draft, request));
      });
      await filters.sync();
      return c.json({ firewall: firewallView(api, getFirewall(store.state, idOf(c))) });
    },

    remove: (c: Context) =>
      change(c, ({ id }, draft) => {
        draft.firewalls = draft.firewalls.filter((firewall) => firewall.id !== id);
      }),

    async addDroplets(c: Context) {
      const { droplet_ids: ids } = await readBody(c, DropletIds);
      return change(c, (firewall, draft) => {
        firewall.dropletIds = union(firewall.dropletIds, existingDroplets(draft, ids));
      });
    },

    async removeDroplets(c: Context) {
      const { droplet_ids: ids } = await readBody(c, DropletIds);
      return change(c, (firewall) => {
        firewall.dropletIds = firewall.dropletIds.filter((id) => !ids.includes(id));
      });
    },

    async addTags(c: Context) {
      const { tags } = await readBody(c, Tags);
      return change(c, (firewall, draft) => {
        firewall.tags = union(firewall.tags, existingTags(draft, tags));
      });
    },

    async removeTags(c: Context) {
      const { tags } = await readBody(c, Tags);
      return change(c, (firewall, draft) => {
        const gone = existingTags(draft, tags);
        firewall.tags = firewall.tags.filter((tag) => !gone.includes(tag));
      });
    },

    async addRules(c: Context) {
      const request = await readBody(c, RulesRequest);
      return change(c, (firewall, draft) => {
        const { inbound, outbound } = rulesOf(draft, request);
        firewall.inbound = withoutRules(firewall.inbound, inbound).concat(inbound);
        firewall.outbound = withoutRules(firewall.outbound, outbound).concat(outbound);
      });
    },

    async removeRules(c: Context) {
      const request = await readBody(c, RulesRequest);
      return change(c, (firewall, draft) => {
        const { inbound, outbound } = rulesOf(draft, request);
        firewall.inbound = withoutRules(firewall.inbound, inbound);
        firewall.outbound = withoutRules(firewall.outbound, outbound);
      });
    },
  };
}

function addFirewall(draft: State, request: FirewallRequest): Firewall {
  checkFreeName(draft, request.name);
  const firewall: Firewall = {
    id: uuidFrom(`firewall ${draft.nextId++}`),
    createdAt: timestamp(),
    ...firewallBody(draft, request),
  };
  draft.firewalls.push(firewall);
  return firewall;
}

/** @throws 409 if another firewall has the name. */
function checkFreeName(state: State, name: string, except?: string): void {
  if (state.firewalls.some((firewall) => firewall.name === name && firewall.id !== except)) {
    throw conflict("duplicate name");
  }
}

const union = <T>(left: readonly T[], right: readonly T[]): T[] => [
  ...new Set([...left, ...right]),
];

/** Rules are the same if they read the same; the parser writes every rule's keys in one order. */
function withoutRules(rules: readonly FirewallRule[], gone: readonly FirewallRule[]) {
  const texts = new Set(gone.map((rule) => JSON.stringify(rule)));
  return rules.filter((rule) => !texts.has(JSON.stringify(rule)));
}
