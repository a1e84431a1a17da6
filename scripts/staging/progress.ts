import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What is told of a resource that takes long, by the end of its name. */
const PHASES: readonly [suffix: string, phase: string][] = [
  ["-droplet", "droplet"],
  ["-ready", "first boot"],
  ["-packages", "packages"],
  ["-web", "web server"],
  ["-release", "release"],
  ["-activation", "activation"],
];

/** What a run of the engine is about and what went wrong, by the events that it sends. */
export class Progress {
  /** Messages of severity error, in their order. */
  readonly errors: string[] = [];
  #done = 0;

  /** @param onPhase told what is being worked on, and how many resources are done */
  constructor(private readonly onPhase: (phase: string, done: number) => void) {}

  readonly take = (event: EngineEvent): void => {
    const { diagnosticEvent: diagnostic, resourcePreEvent: before, resOutputsEvent: after } = event;
    if (diagnostic?.severity === "error") this.errors.push(diagnostic.message);
    if (after && after.metadata.op !== "same") this.#done += 1;
    if (!before || before.metadata.op === "same") return;
    const { op, urn } = before.metadata;
    // Of a destruction only the droplet's takes time: nothing is done on a host that goes.
    const isQuick = op === "delete" && !urn.endsWith("-droplet");
    const phase = op === "refresh" ? "refresh" : isQuick ? undefined : phaseOf(urn);
    if (phase !== undefined) this.onPhase(phase, this.#done);
  };
}

function phaseOf(urn: string): string | undefined {
  return PHASES.find(([suffix]) => urn.endsWith(suffix))?.[1];
}
