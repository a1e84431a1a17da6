import { createHash } from "node:crypto";
import type { Context } from "hono";
import type { Api } from "../api";
import { timestamp } from "../state/ids";
import type { Creation, State } from "../state/model";

/** DigitalOcean's clients repeat a request whose connection broke within 15 seconds, their last try included. */
const KEPT_MS = 60_000;

/**
 * Makes something and answers with it; state and answer are written in one piece. A client that lost the
 * connection repeats its POST, so if this process is the successor of one that died in between, the same
 * request gets the same answer instead of a second droplet.
 */
export async function answerCreation(
  c: Context,
  { store, unanswered }: Api,
  status: Creation["status"],
  make: (draft: State) => Pick<Creation, "made" | "body">,
): Promise<Response> {
  const digest = createHash("sha256")
    .update(`${c.req.method} ${c.req.path}\n${await c.req.text()}`)
    .digest("hex");
  const earlier = unanswered.get(digest);
  if (earlier && stillThere(store.state, earlier)) {
    // Once: a client that asks again after this answer wants another one.
    unanswered.delete(digest);
    return c.json(earlier.body, earlier.status);
  }
  const body = store.commit((draft) => {
    const creation = make(draft);
    draft.creations = recent(draft.creations).concat({
      digest,
      at: timestamp(),
      status,
      ...creation,
    });
    return creation.body;
  });
  return c.json(body, status);
}

/** The creations of the process before this one that their clients may still be waiting for. */
export function unansweredCreations(state: State): Map<string, Creation> {
  return new Map(recent(state.creations).map((creation) => [creation.digest, creation]));
}

function recent(creations: readonly Creation[]): Creation[] {
  return creations.filter(({ at }) => Date.now() - Date.parse(at) < KEPT_MS);
}

function stillThere(state: State, { made, at }: Creation): boolean {
  if (Date.now() - Date.parse(at) >= KEPT_MS) return false;
  switch (made.kind) {
    case "droplet":
      return state.droplets.some(({ id, deleting }) => id === made.id && !deleting);
    case "key":
      return state.keys.some(({ id }) => id === made.id);
    case "firewall":
      return state.firewalls.some(({ id }) => id === made.id);
    case "alertPolicy":
      return state.alertPolicies.some(({ uuid }) => uuid === made.id);
    case "uptimeCheck":
      return state.uptimeChecks.some(({ id }) => id === made.id);
    case "uptimeAlert":
      return state.uptimeChecks.some(({ alerts }) => alerts.some(({ id }) => id === made.id));
  }
}
