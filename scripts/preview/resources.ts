import type { Preview, Resource, Side } from "./events";
import { textOf } from "./values";

/** The types of the program's resources that a preview has something to say of. */
export const TYPES = {
  droplet: "digitalocean:index/droplet:Droplet",
  firewall: "digitalocean:index/firewall:Firewall",
  tag: "digitalocean:index/tag:Tag",
  monitorAlert: "digitalocean:index/monitorAlert:MonitorAlert",
  uptimeCheck: "digitalocean:index/uptimeCheck:UptimeCheck",
  uptimeAlert: "digitalocean:index/uptimeAlert:UptimeAlert",
  sshKey: "digitalocean:index/sshKey:SshKey",
  privateKey: "tls:index/privateKey:PrivateKey",
  password: "random:index/randomPassword:RandomPassword",
  command: "command:remote:Command",
  upload: "command:remote:CopyToRemote",
  server: "django-droplet:index:DjangoServer",
  site: "django-droplet:index:DjangoSite",
} as const;

/** A site of the stack, and what is made for it. */
export interface SiteResources {
  project: string;
  component: Resource;
  /** By the suffix of their names: `service`, `activation` … */
  children: ReadonlyMap<string, Resource>;
}

/** By project. */
export function sitesOf({ resources }: Preview): SiteResources[] {
  return resources
    .filter(({ type }) => type === TYPES.site)
    .map((component) => ({
      project: projectOf(component),
      component,
      children: new Map(
        resources
          .filter(({ parent }) => parent === component.name)
          .map((child) => [suffixOf(child), child]),
      ),
    }));
}

/** The components name their children by their own name and a suffix that says what it is. */
export function suffixOf({ name, parent }: Resource): string {
  return name.startsWith(`${parent}-`) ? name.slice(parent.length + 1) : name;
}

export function dropletOf({ resources }: Preview): Resource | undefined {
  return resources.find(({ type }) => type === TYPES.droplet);
}

/** `PROJECT/KIND` of a text that is staged on the host; undefined for a step. */
export function stagedLabel({ type, new: after, old }: Resource): string | undefined {
  if (type !== TYPES.command) return undefined;
  const create = textOf(after?.inputs, "create") ?? textOf(old?.inputs, "create") ?? "";
  return /django-droplet-stage '([^']*)'/.exec(create)?.[1];
}

/** A parameter of a step's script; undefined where it has none, or is not known yet. */
export function parameterOf(side: Side | undefined, name: string): string | undefined {
  const text = textOf(side?.inputs, "stdin") ?? "";
  const quoted = new RegExp(`^${name}='((?:[^']|'\\\\'')*)'$`, "m").exec(text)?.[1];
  return quoted?.replaceAll(`'\\''`, "'");
}

/** The values of a line of the activation's record: `release ID`, `service DIGEST MODE OWNER PATH`. */
export function recordOf(side: Side | undefined, kind: string): string[] | undefined {
  const lines = (parameterOf(side, "RECORD") ?? "").split("\n").map((line) => line.split(" "));
  return lines.find(([word]) => word === kind)?.slice(1);
}

/** The droplet's addresses before the run; none where there is no droplet yet. */
export function addressesOf({ old }: Resource): string[] {
  const addresses = [textOf(old?.outputs, "ipv4Address"), textOf(old?.outputs, "ipv6Address")];
  return addresses.flatMap((address) => (address ? [address] : []));
}

function projectOf({ new: after, old, name, parent }: Resource): string {
  const told = textOf(after?.outputs, "project") ?? textOf(old?.outputs, "project");
  return told ?? name.slice(parent.length + 1);
}
