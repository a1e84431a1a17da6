import type { Context } from "hono";
import { z } from "zod";
import type { Api } from "../api";
import { unprocessable } from "../http/errors";
import { readBody } from "../http/body";
import { listPage } from "../http/paging";
import { answerCreation } from "../http/replay";
import { getUptimeCheck } from "../state/find";
import { uuidFrom } from "../state/ids";
import type { UptimeCheck } from "../state/model";

const Regions = z.array(z.enum(["us_east", "us_west", "eu_west", "se_asia"]));

const CheckRequest = z.object({
  name: z.string().min(1, "is empty"),
  type: z.enum(["ping", "http", "https"]),
  target: z.string().min(1, "is empty"),
  /** The provider sends null where a program names none. */
  regions: Regions.nullish(),
  enabled: z.boolean().nullish(),
});
const CheckUpdate = CheckRequest.partial();

/** `/v2/uptime/checks`: checks are kept and shown; nobody asks their targets. */
export function uptimeCheckRoutes(api: Api) {
  const { store } = api;
  const idOf = (c: Context) => c.req.param("id") ?? "";

  return {
    list: (c: Context) => listPage(c, "checks", store.state.uptimeChecks.map(checkView)),

    show: (c: Context) => c.json({ check: checkView(getUptimeCheck(store.state, idOf(c))) }),

    async create(c: Context) {
      const { regions, enabled, ...rest } = await readBody(c, CheckRequest);
      return answerCreation(c, api, 201, (draft) => {
        const check: UptimeCheck = {
          id: uuidFrom(`uptime check ${draft.nextId++}`),
          ...checked(rest),
          regions: regions ?? [],
          enabled: enabled ?? true,
          alerts: [],
        };
        draft.uptimeChecks.push(check);
        return { made: { kind: "uptimeCheck", id: check.id }, body: { check: checkView(check) } };
      });
    },

    /** What the request does not name stays. */
    async update(c: Context) {
      const { regions, enabled, ...rest } = await readBody(c, CheckUpdate);
      const check = store.commit((draft) => {
        const wanted = getUptimeCheck(draft, idOf(c));
        Object.assign(wanted, rest);
        if (regions !== undefined) wanted.regions = regions ?? [];
        if (typeof enabled === "boolean") wanted.enabled = enabled;
        return checked(wanted);
      });
      return c.json({ check: checkView(check) });
    },

    remove(c: Context) {
      store.commit((draft) => {
        const gone = getUptimeCheck(draft, idOf(c));
        draft.uptimeChecks = draft.uptimeChecks.filter((check) => check !== gone);
      });
      return c.body(null, 204);
    },
  };
}

/** @throws 422 where the target is none that its type of check could ask. */
function checked<T extends Pick<UptimeCheck, "type" | "target">>(check: T): T {
  const { type, target } = check;
  if (type !== "ping" && !z.url({ protocol: /^https?$/ }).safeParse(target).success) {
    throw unprocessable(`target: "${target}" is no URL, which a check of type ${type} asks.`);
  }
  return check;
}

const checkView = ({ alerts: _, ...check }: UptimeCheck) => check;
