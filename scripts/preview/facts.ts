import { findSize } from "../../components/host/sizes";
import type { Preview, Resource, Side } from "./events";
import { dropletOf, parameterOf, sitesOf, type SiteResources } from "./resources";
import { textOf, valuesOf } from "./values";

/** A fact of the server or of a site, in words; absent where there is none. */
export interface Fact {
  /** `size`, `hello: workers` … */
  what: string;
  before?: string;
  after?: string;
}

/** What a person asks of a server: its size, and how each of its sites is run. All, changed or not. */
export function factsOf(preview: Preview): Fact[] {
  const droplet = dropletOf(preview);
  return [
    ...(droplet ? dropletFacts(droplet) : []),
    ...sitesOf(preview).flatMap((site) => siteFacts(site)),
  ].filter(({ before, after }) => before !== undefined || after !== undefined);
}

export function changed({ before, after }: Fact): boolean {
  return before !== after;
}

function dropletFacts(droplet: Resource): Fact[] {
  return [
    fact("size", droplet, (side) => sizeText(textOf(side.inputs, "size"))),
    fact("region", droplet, (side) => textOf(side.inputs, "region")),
    fact("image", droplet, (side) => textOf(side.inputs, "image")),
    fact("IPv6", droplet, (side) => yesOrNo(side.inputs["ipv6"])),
    fact("backups", droplet, (side) => yesOrNo(side.inputs["backups"])),
  ];
}

function siteFacts({ project, component, children }: SiteResources): Fact[] {
  const serving = (side: Side) => valuesOf(side.outputs, "serving");
  const workers = fact(`${project}: workers`, component, (side) => {
    const activation = children.get("activation");
    // A state that is older tells it in its script alone.
    const script = side === component.old ? activation?.old : activation?.new;
    const told = serving(side)?.["workers"];
    return typeof told === "number" ? String(told) : parameterOf(script, "WORKERS");
  });
  return [
    fact(`${project}: url`, component, (side) => textOf(side.outputs, "url")),
    workers,
    fact(`${project}: started by`, component, (side) => textOf(serving(side), "way")),
    fact(`${project}: unit`, component, (side) => textOf(serving(side), "unit")),
    fact(`${project}: web server`, component, (side) => textOf(serving(side), "webServer")),
  ];
}

function fact(
  what: string,
  { old, new: after, action }: Resource,
  read: (side: Side) => string | undefined,
): Fact {
  const before = old && read(old);
  if (!after || action === "delete") return { what, ...(before !== undefined && { before }) };
  // An address, for one, is the machine's.
  const now = read(after) ?? (before === undefined ? undefined : "known after the run");
  return {
    what,
    ...(before !== undefined && { before }),
    ...(now !== undefined && { after: now }),
  };
}

function sizeText(slug: string | undefined): string | undefined {
  if (slug === undefined) return undefined;
  const size = findSize(slug);
  if (!size) return slug;
  return `${slug} (${size.vcpus} vCPU, ${size.memoryMiB / 1024} GiB, disk ${size.diskGiB} GiB)`;
}

function yesOrNo(value: unknown): string | undefined {
  return typeof value === "boolean" ? (value ? "yes" : "no") : undefined;
}
