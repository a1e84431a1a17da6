import type { Preview } from "./events";
import { recordOf, sitesOf, type SiteResources } from "./resources";
import { textOf } from "./values";

/** What of a release is another than before, so far as it is known. */
export type ReleasePart = "source" | "virtualenv" | "settings" | "secrets";

const PARTS: readonly ReleasePart[] = ["source", "virtualenv", "settings", "secrets"];

/** A release as far as it is known before the run. */
export interface ReleaseName {
  /** Its name on the host. */
  id?: string;
  /** The source's digest, SHA-256 in hex. */
  source?: string;
}

export interface ReleaseChange {
  project: string;
  /** Empty for a site that is new. */
  from: ReleaseName;
  /** Empty for a site that goes. */
  to: ReleaseName;
  /** Empty where it cannot be known: the secrets' digest is, on a first run. */
  changed: readonly ReleasePart[];
}

/** The sites that get another release, or lose theirs. */
export function releaseChanges(preview: Preview): ReleaseChange[] {
  return sitesOf(preview)
    .map((site) => ({
      project: site.project,
      from: nameOf(site, "old"),
      to: nameOf(site, "new"),
      changed: PARTS.filter((part) => isOther(site, part)),
    }))
    .filter(({ from, to }) => from.source !== to.source || (to.id && from.id !== to.id));
}

function nameOf({ component, children }: SiteResources, when: "old" | "new"): ReleaseName {
  const id = textOf(component[when]?.outputs, "release");
  const remotePath = textOf(children.get("source")?.[when]?.inputs, "remotePath") ?? "";
  const source = /([0-9a-f]{64})\.tar\.gz$/.exec(remotePath)?.[1];
  return { ...(id !== undefined && { id }), ...(source !== undefined && { source }) };
}

function isOther({ children }: SiteResources, part: ReleasePart): boolean {
  const activation = children.get("activation");
  const [before] = recordOf(activation?.old, part) ?? [];
  const [after] = recordOf(activation?.new, part) ?? [];
  return before !== undefined && after !== undefined && before !== after;
}
