import type { Context } from "hono";
import type { Api } from "../api";
import { regionView } from "../catalog/regions";
import { SIZES } from "../catalog/sizes";
import { unprocessable } from "../http/errors";
import { readBody } from "../http/body";
import { listPage } from "../http/paging";
import { found, getDroplet } from "../state/find";
import { takeId, timestamp } from "../state/ids";
import type { Action, Change, Droplet, State } from "../state/model";
import { ActionRequest, changeOf } from "./change";
import { pendingAction } from "./pending";

/** As many are kept; older ones are answered with 404. */
const MAX_ACTIONS = 1000;

/** Notes that the change is to be made; `lifecycle.begin` then makes it. */
export function addAction(draft: State, droplet: Droplet, change: Change): Action {
  const action: Action = {
    id: takeId(draft),
    dropletId: droplet.id,
    region: droplet.region,
    change,
    status: "in-progress",
    startedAt: timestamp(),
    completedAt: null,
  };
  draft.actions = [...draft.actions.slice(1 - MAX_ACTIONS), action];
  return action;
}

/** The action as the API shows it. */
export function actionView({ id, dropletId, region, change, ...action }: Action) {
  return {
    id,
    status: action.status,
    type: change.type,
    started_at: action.startedAt,
    completed_at: action.completedAt,
    resource_id: dropletId,
    resource_type: "droplet",
    region: regionView(
      region,
      SIZES.map(({ slug }) => slug),
    ),
    region_slug: region,
  };
}

/** `/v2/actions` and `/v2/droplets/{id}/actions`. */
export function actionRoutes({ store, lifecycle }: Api) {
  const newestFirst = () => store.state.actions.toReversed();
  const dropletOf = (c: Context) => getDroplet(store.state, Number(c.req.param("id")));
  const actionOf = (c: Context) =>
    found(store.state.actions.find(({ id }) => id === Number(c.req.param("action"))));

  return {
    list: (c: Context) => listPage(c, "actions", newestFirst().map(actionView)),

    show: (c: Context) => c.json({ action: actionView(actionOf(c)) }),

    listOfDroplet(c: Context) {
      const { id } = dropletOf(c);
      const actions = newestFirst().filter(({ dropletId }) => dropletId === id);
      return listPage(c, "actions", actions.map(actionView));
    },

    showOfDroplet(c: Context) {
      const { id } = dropletOf(c);
      const action = actionOf(c);
      return c.json({ action: actionView(found(action.dropletId === id ? action : undefined)) });
    },

    async create(c: Context) {
      const request = await readBody(c, ActionRequest);
      dropletOf(c);
      // A host that powered itself off can be powered on at once.
      await lifecycle.refresh();
      const action = store.commit((draft) => {
        const droplet = getDroplet(draft, Number(c.req.param("id")));
        if (droplet.deleting || pendingAction(draft, droplet.id)) {
          throw unprocessable("Droplet already has a pending event.");
        }
        return addAction(draft, droplet, changeOf(request, droplet));
      });
      lifecycle.begin(action.id);
      return c.json({ action: actionView(action) }, 201);
    },
  };
}
