import { notFound } from "../http/errors";
import type { Droplet, Firewall, Key, State } from "./model";

/** A key by its id or its fingerprint, as every call that names a key takes it. */
export const findKey = (state: State, identifier: string): Key | undefined =>
  state.keys.find(({ id, fingerprint }) => String(id) === identifier || fingerprint === identifier);

/** @throws 404 */
export function getKey(state: State, identifier: string): Key {
  return found(findKey(state, identifier));
}

/** @throws 404 */
export function getDroplet(state: State, id: number): Droplet {
  return found(state.droplets.find((droplet) => droplet.id === id));
}

/** @throws 404 */
export function getFirewall(state: State, id: string): Firewall {
  return found(state.firewalls.find((firewall) => firewall.id === id));
}

/** @throws 404 if there is nothing. */
export function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw notFound();
  return thing;
}
