import type { Context } from "hono";
import type { Api } from "../api";
import { readBody } from "../http/body";
import { listPage } from "../http/paging";
import { answerCreation } from "../http/replay";
import { getAlertPolicy } from "../state/find";
import { uuidFrom } from "../state/ids";
import { alertPolicyBody, AlertPolicyRequest } from "./schema";

/** `/v2/monitoring/alerts`: policies are kept and shown; nothing measures, and nobody is told. */
export function alertPolicyRoutes(api: Api) {
  const { store } = api;
  const uuidOf = (c: Context) => c.req.param("uuid") ?? "";

  return {
    list: (c: Context) => listPage(c, "policies", store.state.alertPolicies),

    show: (c: Context) => c.json({ policy: getAlertPolicy(store.state, uuidOf(c)) }),

    async create(c: Context) {
      const request = await readBody(c, AlertPolicyRequest);
      // Other than all else that is made, with 200.
      return answerCreation(c, api, 200, (draft) => {
        const policy = {
          uuid: uuidFrom(`alert policy ${draft.nextId++}`),
          ...alertPolicyBody(draft, request),
        };
        draft.alertPolicies.push(policy);
        return { made: { kind: "alertPolicy", id: policy.uuid }, body: { policy } };
      });
    },

    async replace(c: Context) {
      const request = await readBody(c, AlertPolicyRequest);
      const policy = store.commit((draft) => {
        const before = getAlertPolicy(draft, uuidOf(c));
        return Object.assign(before, alertPolicyBody(draft, request, before));
      });
      return c.json({ policy });
    },

    remove(c: Context) {
      store.commit((draft) => {
        const gone = getAlertPolicy(draft, uuidOf(c));
        draft.alertPolicies = draft.alertPolicies.filter((policy) => policy !== gone);
      });
      return c.body(null, 204);
    },
  };
}
