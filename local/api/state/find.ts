import { notFound } from "../http/errors";
import type { AlertPolicy, Droplet, Firewall, Key, State, UptimeAlert, UptimeCheck } from "./model";

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

/** @throws 404 */
export function getAlertPolicy(state: State, uuid: string): AlertPolicy {
  return found(state.alertPolicies.find((policy) => policy.uuid === uuid));
}

/** @throws 404 */
export function getUptimeCheck(state: State, id: string): UptimeCheck {
  return found(state.uptimeChecks.find((check) => check.id === id));
}

/** @throws 404 */
export function getUptimeAlert(check: UptimeCheck, id: string): UptimeAlert {
  return found(check.alerts.find((alert) => alert.id === id));
}

/** @throws 404 if there is nothing. */
export function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw notFound();
  return thing;
}
