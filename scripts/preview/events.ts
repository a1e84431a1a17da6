import { z } from "zod";
import { plainValues, type Values } from "./values";

/** What is done to a resource; a replacement is one change and not the three steps it is made of. */
export type Action = "same" | "create" | "update" | "replace" | "delete";

/** A resource before and after. */
export interface Resource {
  urn: string;
  type: string;
  /** The logical name. */
  name: string;
  /** The parent's logical name; empty for the stack. */
  parent: string;
  action: Action;
  /** Absent for one that is created. */
  old?: Side;
  /** Absent for one that is deleted. */
  new?: Side;
  /** Whether a run that would replace or delete it is refused, before and after. */
  isProtected: { before: boolean; after: boolean };
  /** The inputs for which it is replaced. */
  reasons: readonly string[];
}

/** Secrets are masked, and what is known only later is left out. */
export interface Side {
  inputs: Values;
  outputs: Values;
}

/** What a preview tells. */
export interface Preview {
  /** The stack's config with its defaults; secret values are masked. */
  config: Readonly<Record<string, string>>;
  /** Sorted by URN: the engine works on several at once, so its own order is chance. */
  resources: readonly Resource[];
  /** Sorted, each once; of one or more lines. */
  warnings: readonly string[];
  errors: readonly string[];
}

const side = z.object({
  parent: z.string().optional(),
  protect: z.boolean().nullish(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
});

const step = z.object({
  metadata: z.object({
    op: z.string(),
    urn: z.string(),
    type: z.string(),
    old: side.nullish(),
    new: side.nullish(),
    keys: z.array(z.string()).nullish(),
  }),
});

/** The parts that are needed here of the events that Pulumi's engine streams, one a line. */
const event = z.object({
  preludeEvent: z.object({ config: z.record(z.string(), z.string()) }).optional(),
  resourcePreEvent: step.optional(),
  resOutputsEvent: step.optional(),
  diagnosticEvent: z.object({ severity: z.string(), message: z.string() }).optional(),
});

/** Steps by what they come to; what is not here, such as a read, changes nothing. */
const ACTIONS: Readonly<Record<string, Action>> = {
  create: "create",
  import: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
};

/**
 * Reads the stream of `pulumi preview --json` with PULUMI_ENABLE_STREAMING_JSON_PREVIEW. The
 * messages for debugging that are in it, which hold secrets in the clear, end here.
 */
export function readEvents(stream: string): Preview {
  const resources = new Map<string, Resource>();
  const messages = { warning: new Set<string>(), error: new Set<string>() };
  let config: Record<string, string> = {};
  for (const line of stream.split("\n").filter((each) => each.startsWith("{"))) {
    const { preludeEvent, resourcePreEvent, resOutputsEvent, diagnosticEvent } = event.parse(
      JSON.parse(line),
    );
    if (preludeEvent) config = preludeEvent.config;
    const told = resourcePreEvent ?? resOutputsEvent;
    if (told && !isDefaultProvider(told.metadata.urn)) add(resources, told.metadata);
    const severity = diagnosticEvent?.severity;
    if (severity === "warning" || severity === "error") {
      messages[severity].add((diagnosticEvent?.message ?? "").trimEnd());
    }
  }
  return {
    config,
    resources: [...resources.values()].sort((one, other) => compare(one.urn, other.urn)),
    warnings: [...messages.warning].sort(compare),
    errors: [...messages.error].filter((text) => text !== "preview failed").sort(compare),
  };
}

/** A later event of the same resource tells more: its outputs, or the rest of a replacement. */
function add(resources: Map<string, Resource>, told: z.infer<typeof step>["metadata"]): void {
  const { op, urn, type, old, new: next, keys } = told;
  const known = resources.get(urn);
  const action = known?.action === "replace" ? "replace" : (ACTIONS[op] ?? "same");
  const parent = (next ?? old)?.parent ?? "";
  const before = known?.old ?? (old ? sideOf(old) : undefined);
  // What is deleted at the end of a replacement is the old one.
  const after = next && op !== "delete-replaced" ? sideOf(next) : known?.new;
  resources.set(urn, {
    ...{ urn, type, name: nameOf(urn), parent: nameOf(parent), action },
    ...(before && { old: before }),
    ...(after && action !== "delete" && { new: after }),
    isProtected: {
      before: known?.isProtected.before ?? old?.protect ?? false,
      after: next?.protect ?? known?.isProtected.after ?? false,
    },
    reasons: [...new Set([...(known?.reasons ?? []), ...(keys ?? [])])].sort(compare),
  });
}

function sideOf({ inputs, outputs }: z.infer<typeof side>): Side {
  return { inputs: plainValues(inputs ?? {}), outputs: plainValues(outputs ?? {}) };
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** The engine makes them as it needs them; nobody decides on them. */
function isDefaultProvider(urn: string): boolean {
  return urn.includes("::pulumi:providers:");
}

/** By code units: no locale decides. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
