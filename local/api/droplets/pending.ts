import type { Action, State } from "../state/model";

/** What the droplet is busy with, if it is. */
export const pendingAction = (state: State, dropletId: number): Action | undefined =>
  state.actions.find((action) => action.dropletId === dropletId && action.status === "in-progress");
