import type { Action, Preview, Resource } from "./events";
import { dropletOf, parameterOf, sitesOf, stagedLabel, suffixOf, TYPES } from "./resources";

/** Something that runs on the host. */
export interface HostStep {
  /** Absent for a step that all sites share. */
  project?: string;
  /** The suffix of its resource's name. */
  step: string;
  what: string;
}

/** In the order in which they run. */
const WORDS: Readonly<Record<string, (resource: Resource) => string>> = {
  ready: () => "waits for the first boot; puts the helper and people's ssh keys there",
  packages: (resource) => `installs Debian packages${inBrackets(packageChanges(resource))}`,
  web: () => "installs and configures the web server",
  "metadata-guard": () => "lets nobody but root reach the metadata service",
  account: () => "makes the system user and its folders",
  source: () => "uploads the source",
  "source-place": () => "moves the source to where only root reads it",
  secrets: () => "puts the generated secrets there (never shown)",
  release: () => "builds the release beside the one that serves: virtualenv, checks, static files",
  activation: () =>
    "migrates, boots the release by itself, switches to it and to the new texts, asks the site; goes back if it does not answer",
  sites: (resource) =>
    `takes sites off that are not listed${inBrackets(missing(resource, "SITES", "new"))}`,
};

/** What runs on the host, in a person's words; texts that only move to the host are not among it. */
export function hostSteps(preview: Preview): HostStep[] {
  const projects = new Map(
    sitesOf(preview).map(({ project, component }) => [component.name, project]),
  );
  const order = Object.keys(WORDS);
  return preview.resources
    .filter((resource) => runs(resource) && isStep(resource))
    .map((resource) => {
      const project = projects.get(resource.parent);
      const step = suffixOf(resource);
      const what = WORDS[step]?.(resource) ?? `runs ${step}`;
      return { ...(project !== undefined && { project }), step, what };
    })
    .sort((one, other) => rank(one.step) - rank(other.step));

  function rank(step: string): number {
    const found = order.indexOf(step);
    return found < 0 ? order.length : found;
  }
}

/** Nothing of ours runs when a step is deleted. */
const RUNS: readonly Action[] = ["create", "update", "replace"];

function runs({ action }: Resource): boolean {
  return RUNS.includes(action);
}

function isStep(resource: Resource): boolean {
  const { type } = resource;
  if (type === TYPES.upload) return true;
  if (type !== TYPES.command) return false;
  // The secrets' text is the one that is not shown as a text.
  return stagedLabel(resource) === undefined || suffixOf(resource) === "secrets";
}

/** Whether every step runs because the machine is another one. */
export function isNewMachine(preview: Preview): boolean {
  const action = dropletOf(preview)?.action;
  return action === "create" || action === "replace";
}

function packageChanges(resource: Resource): string[] {
  return [
    ...missing(resource, "PACKAGES", "old").map((item) => `+ ${item}`),
    ...missing(resource, "PACKAGES", "new").map((item) => `- ${item}`),
  ];
}

/** What a list of a step has on the other side and lacks on this one. */
function missing(resource: Resource, parameter: string, side: "old" | "new"): string[] {
  const listed = (which: "old" | "new"): string[] =>
    parameterOf(resource[which], parameter)?.split("\n") ?? [];
  const here = listed(side);
  return listed(side === "old" ? "new" : "old").filter((item) => !here.includes(item));
}

function inBrackets(items: readonly string[]): string {
  return items.length > 0 ? ` (${items.join(", ")})` : "";
}
