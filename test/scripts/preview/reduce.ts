import { readFileSync } from "node:fs";

/**
 * `node --require ./scripts/typescript.cjs test/scripts/preview/reduce.ts FILE >recorded/NAME.jsonl`: what a fixture needs
 * of a real preview's stream, which is 1 MB long. It is recorded by
 *
 *   PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json >FILE
 *
 * Left out are the messages for debugging, where the keys are in the clear, and of the scripts all
 * but their short parameters; what stays is as the engine wrote it.
 */
const KEPT_INPUTS = ["create", "stdin", "triggers", "connection", "remotePath", "source"];
const KEPT_OF_CLOUD = ["size", "region", "image", "ipv6", "backups", "userData", "ipv4Address"];
const MORE_OF_CLOUD = ["ipv6Address", "inboundRules", "outboundRules", "sshKeys", "result"];
const COMPONENT = /^(pulumi:pulumi:Stack|django-droplet:)/;

type Json = Record<string, unknown>;

interface Side {
  type: string;
  parent?: string;
  protect?: boolean;
  inputs?: Json;
  outputs?: Json;
}

interface Metadata {
  op: string;
  urn: string;
  type: string;
  old?: Side | null;
  new?: Side | null;
  keys?: string[];
}

interface EngineEvent {
  diagnosticEvent?: { severity: string; message: string };
  resourcePreEvent?: { metadata: Metadata };
  resOutputsEvent?: { metadata: Metadata };
  timestamp?: number;
  sequence?: number;
}

function reduced(event: EngineEvent): unknown {
  const { resourcePreEvent, resOutputsEvent, diagnosticEvent, ...rest } = event;
  delete rest.timestamp;
  delete rest.sequence;
  if (diagnosticEvent)
    return diagnosticEvent.severity === "debug" ? undefined : { diagnosticEvent };
  if (resourcePreEvent)
    return { resourcePreEvent: { metadata: metadata(resourcePreEvent.metadata) } };
  if (!resOutputsEvent) return rest;
  // What a component tells comes only here.
  if (!COMPONENT.test(resOutputsEvent.metadata.type)) return undefined;
  return { resOutputsEvent: { metadata: metadata(resOutputsEvent.metadata) } };
}

function metadata({ op, urn, type, old, new: after, keys }: Metadata): unknown {
  return { op, urn, type, old: side(old), new: side(after), keys };
}

function side(from: Side | null | undefined): unknown {
  if (!from) return from;
  const { type, parent, protect, inputs = {}, outputs = {} } = from;
  const isComponent = COMPONENT.test(type);
  return {
    parent,
    protect,
    inputs: kept(inputs),
    outputs: isComponent ? outputs : kept(outputs, KEPT_OF_CLOUD),
  };
}

function kept(values: Json, more: readonly string[] = [...KEPT_INPUTS, ...KEPT_OF_CLOUD]): Json {
  const keys = [...more, ...MORE_OF_CLOUD];
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => keys.includes(key))
      .map(([key, value]) => [
        key,
        key === "stdin" && typeof value === "string" ? scriptHead(value) : value,
      ]),
  );
}

/** A staged text stays whole; of a script its parameters of up to 2,000 characters. */
function scriptHead(text: string): string {
  const assignment = /^[A-Z_]+='(?:[^']|'\\'')*'\n/;
  let [rest, head] = [text, ""];
  for (let found = assignment.exec(rest); found; found = assignment.exec(rest)) {
    if (found[0].length < 2_000) head += found[0];
    rest = rest.slice(found[0].length);
  }
  return rest.startsWith("# shellcheck") ? `${head}# the rest of the script\n` : text;
}

for (const line of readFileSync(process.argv[2] ?? 0, "utf8")
  .split("\n")
  .filter(Boolean)) {
  const event = reduced(JSON.parse(line) as EngineEvent);
  if (event) console.log(JSON.stringify(event));
}
