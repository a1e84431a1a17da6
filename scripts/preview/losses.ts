import { projectPaths } from "../../components/naming";
import { nameOf } from "./changes";
import type { Preview, Resource } from "./events";
import { addressesOf, sitesOf, TYPES } from "./resources";

/** What somebody loses by the run, loudest first: servers and disks, sites, keys. A line each. */
export function lossesOf(preview: Preview): string[] {
  const lost = preview.resources.filter(isLost);
  const droplets = lost.filter(({ type }) => type === TYPES.droplet);
  const sites = sitesOf(preview);
  const projects = new Map(
    sites.flatMap(({ project, children }) =>
      [...children.values()].map((child) => [child.urn, project] as const),
    ),
  );
  const going = sites.filter(({ component }) => component.action === "delete");
  const parents = new Set(going.map(({ component }) => component.name));
  return [
    ...droplets.map((droplet) => dropletLoss(droplet)),
    ...going.map(({ project }) => siteLoss(project, droplets.length > 0)),
    ...lost
      .filter(({ type, parent }) => type !== TYPES.droplet && !parents.has(parent))
      .flatMap((thing) => thingLoss(thing, projects.get(thing.urn) ?? "")),
  ];
}

function isLost({ action }: Resource): boolean {
  return action === "replace" || action === "delete";
}

function dropletLoss(droplet: Resource): string {
  const addresses = addressesOf(droplet);
  const where = addresses.length > 0 ? ` (${addresses.join(", ")})` : "";
  const lost = `its disk with databases, uploads and logs is lost, and its address${where}`;
  if (droplet.action === "delete") return `The droplet is deleted: ${lost}.`;
  return `The droplet is replaced by a new, empty one${becauseOf(droplet)}: ${lost}.`;
}

function becauseOf({ reasons, old, new: after }: Resource): string {
  const causes = reasons.map((key) => {
    const [before, now] = [old?.inputs[key], after?.inputs[key]];
    const told = typeof before === "string" && typeof now === "string" && before !== now;
    return told && key !== "userData" ? `${key} (${before} → ${now})` : key;
  });
  return causes.length > 0 ? `, because of ${causes.join(", ")}` : "";
}

function siteLoss(project: string, dropletToo: boolean): string {
  const { data } = projectPaths(project);
  const rest = dropletToo ? "" : `; its data in ${data}, its logs and its user stay`;
  return `The site ${project} is taken off the server${rest}.`;
}

/** The rest that is not the host's own business: firewall, keys, secrets. */
function thingLoss(thing: Resource, project: string): string[] {
  const what = nameOf(thing, project);
  if (what === undefined || thing.type === TYPES.site) return [];
  const verb = thing.action === "delete" ? "is deleted" : `is replaced${becauseOf(thing)}`;
  const meaning =
    thing.type === TYPES.password && what.startsWith("SECRET_KEY")
      ? ": who is logged in is logged out, and signed links end"
      : "";
  return [`The ${what} ${verb}${meaning}.`];
}
