import type { Context } from "hono";
import { z } from "zod";
import type { Api } from "../api";
import { readBody } from "../http/body";
import { listPage } from "../http/paging";
import { answerCreation } from "../http/replay";
import { NotificationsSchema } from "../monitoring/notifications";
import { getUptimeAlert, getUptimeCheck } from "../state/find";
import { uuidFrom } from "../state/ids";
import type { State, UptimeAlert } from "../state/model";

/** `POST` and `PUT` take the same; the provider sends 0 and "" for what a program does not set. */
const AlertRequest = z.object({
  name: z.string().min(1, "is empty"),
  type: z.enum(["latency", "down", "down_global", "ssl_expiry"]),
  threshold: z.int().nullish(),
  comparison: z.enum(["greater_than", "less_than", ""]).nullish(),
  notifications: NotificationsSchema,
  period: z.enum(["2m", "3m", "5m", "10m", "15m", "30m", "1h"]),
});

/** `/v2/uptime/checks/ID/alerts`: kept and shown; nobody is told. */
export function uptimeAlertRoutes(api: Api) {
  const { store } = api;
  const checkOf = (c: Context, state: State = store.state) =>
    getUptimeCheck(state, c.req.param("id") ?? "");
  const alertOf = (c: Context, state: State = store.state) =>
    getUptimeAlert(checkOf(c, state), c.req.param("alert") ?? "");

  return {
    list: (c: Context) => listPage(c, "alerts", checkOf(c).alerts),

    show: (c: Context) => c.json({ alert: alertOf(c) }),

    async create(c: Context) {
      const request = await readBody(c, AlertRequest);
      return answerCreation(c, api, 201, (draft) => {
        const { alerts } = checkOf(c, draft);
        const alert = alertBody(uuidFrom(`uptime alert ${draft.nextId++}`), request);
        alerts.push(alert);
        return { made: { kind: "uptimeAlert", id: alert.id }, body: { alert } };
      });
    },

    async replace(c: Context) {
      const request = await readBody(c, AlertRequest);
      const alert = store.commit((draft) => {
        const { alerts } = checkOf(c, draft);
        const before = alertOf(c, draft);
        const after = alertBody(before.id, request);
        alerts.splice(alerts.indexOf(before), 1, after);
        return after;
      });
      return c.json({ alert });
    },

    remove(c: Context) {
      store.commit((draft) => {
        const { alerts } = checkOf(c, draft);
        alerts.splice(alerts.indexOf(alertOf(c, draft)), 1);
      });
      return c.body(null, 204);
    },
  };
}

/** What is not set is not shown either: "" is none of the comparisons. */
function alertBody(id: string, request: z.infer<typeof AlertRequest>): UptimeAlert {
  const { threshold, comparison, ...rest } = request;
  return {
    id,
    ...rest,
    ...(threshold && { threshold }),
    ...(comparison && { comparison }),
  };
}
