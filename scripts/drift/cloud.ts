import { stringify } from "yaml";
import { compare, type Preview, type Resource, type Side } from "../preview/events";
import { diffLines } from "../preview/line-diff";
import { TYPES } from "../preview/resources";
import type { Finding } from "./finding";
import { WATCHED, whatIsGone } from "./watched";

/** Whose the findings at DigitalOcean are. */
export const CLOUD = "cloud";

/** A stack as commands name it, and whether it is one of the local cloud. */
export interface Whose {
  stack: string;
  local: boolean;
}

/** What a refresh would change in the state: the cloud is not as it was made. In a fixed order. */
export function compareCloud({ resources }: Preview, whose: Whose): Finding[] {
  const order = Object.keys(WATCHED);
  return resources
    .filter(({ type }) => type in WATCHED)
    .sort(
      (one, other) =>
        order.indexOf(one.type) - order.indexOf(other.type) || compare(one.urn, other.urn),
    )
    .flatMap((resource) => compareResource(resource, whose));
}

function compareResource({ type, action, old, new: now }: Resource, whose: Whose): Finding[] {
  const { what: kind = "", properties = [], title } = WATCHED[type] ?? {};
  // There are several of some.
  const what = title === undefined ? kind : `${kind} ${JSON.stringify(old?.outputs[title])}`;
  if (action === "delete" || !now) return [{ of: CLOUD, what, is: whatIsGone(type) }];
  if (!old) return [];
  return [
    ...properties.flatMap((property) => compareProperty(type, what, property, old, now, whose)),
    ...(type === TYPES.droplet ? power(now, whose) : []),
  ];
}

function compareProperty(
  type: string,
  what: string,
  property: string,
  old: Side,
  now: Side,
  { stack }: Whose,
): Finding[] {
  const [before, after] = [old.outputs[property], now.outputs[property]];
  if (textOf(before) === textOf(after)) return [];
  const finding = { of: CLOUD, what: `${what}'s ${property}` };
  if (isList(before) && isList(after) && property.endsWith("Rules")) {
    const lines = diffLines(rulesOf(before), rulesOf(after));
    return [{ ...finding, is: "differ", lines }];
  }
  const is = `is ${shown(after)}, not ${shown(before)}`;
  if (property === "name") return [{ ...finding, is: `${is}; a repair takes it over` }];
  if (
    type === TYPES.droplet &&
    property === "size" &&
    old.outputs["disk"] !== now.outputs["disk"]
  ) {
    const size = shown(after);
    return [
      {
        ...finding,
        is,
        byHand: {
          words: "its disk has grown, and never gets smaller: keep the size",
          command: `npm run pulumi -- config set size ${size} --stack ${stack}`,
        },
      },
    ];
  }
  return [{ ...finding, is }];
}

/** Whatever the state says, which may have been read when it was off. */
function power({ outputs }: Side, whose: Whose): Finding[] {
  const status = outputs["status"];
  if (typeof status !== "string" || status === "active") return [];
  const [id = ""] = /\d+$/.exec(String(outputs["dropletUrn"])) ?? [];
  const byHand = whose.local
    ? { words: "turn it on by the API", command: `eval "$(npm run -s env)"; ${powerOn(id)}` }
    : { words: "turn it on in DigitalOcean's panel, or by the API", command: powerOn(id) };
  return [{ of: CLOUD, what: "droplet", is: `is ${status}`, byHand }];
}

function powerOn(id: string): string {
  return [
    `curl -H "Authorization: Bearer $DIGITALOCEAN_TOKEN" --json '{"type":"power_on"}'`,
    `"\${DIGITALOCEAN_API_URL:-https://api.digitalocean.com}/v2/droplets/${id}/actions"`,
  ].join(" ");
}

/** A list without its order, which nobody chose. */
function textOf(value: unknown): string {
  if (!isList(value)) return stringify(value ?? null);
  return stringify(value.map((item) => stringify(item)).sort());
}

/** Rules as a person reads them, one below the other. */
function rulesOf(value: readonly unknown[]): string {
  return value
    .map((rule) => stringify([rule], { aliasDuplicateObjects: false, lineWidth: 0 }))
    .sort()
    .join("");
}

function shown(value: unknown): string {
  if (isList(value)) return value.length > 0 ? value.map(shown).join(", ") : "none";
  if (value === undefined || value === "") return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
