import { stringify } from "yaml";
import type { Preview, Resource, Side } from "./events";
import { diffLines, type DiffLine } from "./line-diff";
import { recordOf, sitesOf, stagedLabel, suffixOf, TYPES } from "./resources";
import { SECRET, textOf } from "./values";

/** A text that changes, line by line. */
export interface TextChange {
  /** `PROJECT/KIND` of a staged text, or what a resource is called. */
  label: string;
  /** Where the text is on the host; absent for one that no activation installs. */
  path?: string;
  action: "created" | "changed" | "deleted";
  added: number;
  removed: number;
  /** `undefined` where equal lines are left out. */
  lines: readonly (DiffLine | undefined)[];
}

/** All texts that change: those on the host, then what DigitalOcean is told of the server. */
export function textChanges(preview: Preview): TextChange[] {
  return [...stagedTexts(preview), ...serverTexts(preview)];
}

function stagedTexts(preview: Preview): TextChange[] {
  return sitesOf(preview).flatMap(({ children }) =>
    [...children.values()].flatMap((resource) => {
      const label = stagedLabel(resource);
      if (label === undefined || isSecret(resource)) return [];
      const activation = children.get("activation");
      const kind = suffixOf(resource);
      const path =
        recordOf(activation?.new, kind)?.[3] ?? recordOf(activation?.old, kind)?.[3] ?? undefined;
      return change(label, path, textOfSide(resource.old), textOfSide(resource.new));
    }),
  );
}

/** The droplet has its own place; of the rest a firewall's rules are what somebody decides on. */
function serverTexts(preview: Preview): TextChange[] {
  return preview.resources
    .filter(({ type, action }) => type === TYPES.firewall && action !== "same")
    .flatMap(({ old, new: after }) => change("firewall", undefined, rulesOf(old), rulesOf(after)));
}

function rulesOf(side: Side | undefined): string | undefined {
  if (!side) return undefined;
  const { inboundRules, outboundRules } = side.inputs;
  return stringify({ inboundRules, outboundRules }, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function change(
  label: string,
  path: string | undefined,
  old: string | undefined,
  now: string | undefined,
): TextChange[] {
  const lines = diffLines(old ?? "", now ?? "");
  if (lines.length === 0) return [];
  return [
    {
      label,
      ...(path !== undefined && { path }),
      action: old === undefined ? "created" : now === undefined ? "deleted" : "changed",
      added: count(lines, "+"),
      removed: count(lines, "-"),
      lines,
    },
  ];
}

function count(lines: readonly (DiffLine | undefined)[], sign: DiffLine["sign"]): number {
  return lines.filter((line) => line?.sign === sign).length;
}

function textOfSide(side: Side | undefined): string | undefined {
  return textOf(side?.inputs, "stdin");
}

/** One that was, or becomes, a secret is never compared. */
function isSecret({ old, new: after }: Resource): boolean {
  return [old, after].some((side) => side?.inputs["stdin"] === SECRET);
}
