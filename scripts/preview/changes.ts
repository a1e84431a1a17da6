import { compare, type Action, type Preview, type Resource } from "./events";
import { sitesOf, stagedLabel, suffixOf, TYPES, type SiteResources } from "./resources";
import { isNewMachine } from "./steps";

/** A thing that is another after the run, with what a person calls it. */
export interface Change {
  action: Exclude<Action, "same">;
  what: string;
}

const NAMES: Readonly<Record<string, (resource: Resource, project: string) => string>> = {
  [TYPES.droplet]: () => "droplet",
  [TYPES.firewall]: () => "firewall",
  [TYPES.tag]: () => "tag",
  [TYPES.monitorAlert]: (resource) => suffixOf(resource).replace("-", " "),
  [TYPES.uptimeCheck]: (_, project) => `uptime check of ${project}`,
  [TYPES.uptimeAlert]: (_, project) => `down alert of ${project}`,
  [TYPES.sshKey]: () => "ssh key at DigitalOcean",
  [TYPES.privateKey]: (resource) =>
    suffixOf(resource) === "host-key" ? "host's ssh key" : "ssh key that logs in",
  [TYPES.password]: (resource, project) =>
    suffixOf(resource) === "secret-key" ? `SECRET_KEY of ${project}` : `digest key of ${project}`,
  [TYPES.site]: (_, project) => `site ${project}`,
};

/** What a person calls a resource; undefined for one that nobody decides on. */
export function nameOf(resource: Resource, project: string): string | undefined {
  return NAMES[resource.type]?.(resource, project);
}

/**
 * What is made, changed, replaced and deleted: things of the cloud, sites, and texts. Steps are not
 * among them, nor the texts that only go to another machine as they are.
 */
export function changesOf(preview: Preview): Change[] {
  const projects = new Map(sitesOf(preview).flatMap(ofSite));
  const newMachine = isNewMachine(preview);
  return preview.resources
    .flatMap((resource): Change[] => {
      const { action, urn } = resource;
      if (action === "same") return [];
      const label = stagedLabel(resource);
      if (label !== undefined && suffixOf(resource) !== "secrets") {
        const moved = newMachine && action === "replace";
        if (moved && resource.old?.inputs["stdin"] === resource.new?.inputs["stdin"]) return [];
        return [{ action: moved ? "update" : action, what: `text ${label}` }];
      }
      const what = nameOf(resource, projects.get(urn) ?? "");
      return what === undefined ? [] : [{ action, what }];
    })
    .sort((one, other) => rank(one) - rank(other) || compare(one.what, other.what));
}

/** The droplet first, texts last. */
function rank({ what }: Change): number {
  return what === "droplet" ? 0 : what.startsWith("text ") ? 2 : 1;
}

function ofSite({ project, component, children }: SiteResources): [string, string][] {
  return [component, ...children.values()].map(({ urn }) => [urn, project]);
}
