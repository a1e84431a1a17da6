import type { Measured, Sample, ToolResults } from "../types";

type Circumstances = Omit<Measured<never>, "results">;

/**
 * The samples of part `tools` as they come in, beside those of a run before. Of the same commit, and
 * without changes to it, a figure goes on where it was; of another one, what is measured anew takes the
 * place of what was there, and what is not measured stays, which `commit` and the processor's name then tell.
 */
export class Samples {
  readonly #results: Record<string, Record<string, readonly Sample[]>>;
  readonly #goesOn: boolean;
  readonly #new = new Set<string>();

  constructor(
    private readonly now: Circumstances,
    private readonly before: Measured<ToolResults> | undefined,
  ) {
    this.#results = structuredClone(before?.results ?? {});
    this.#goesOn = before?.commit === now.commit && !now.commit.endsWith("+");
  }

  /** How many a peer has of a figure that count. */
  count(figure: string, peer: string): number {
    const counts = this.#goesOn || this.#new.has(keyOf(figure, peer));
    return counts ? (this.#results[figure]?.[peer]?.length ?? 0) : 0;
  }

  add(figure: string, peer: string, { seconds, peakKib }: Sample): void {
    const kept = this.count(figure, peer) > 0 ? (this.#results[figure]?.[peer] ?? []) : [];
    this.#results[figure] = { ...this.#results[figure], [peer]: [...kept, { seconds, peakKib }] };
    this.#new.add(keyOf(figure, peer));
  }

  /** To be kept. */
  measured(): Measured<ToolResults> {
    const { before, now } = this;
    const both = { ...now, results: this.#results };
    if (!before || !this.#hasOld(before)) return both;
    const processor = joined(" and ", before.machine.processor, now.machine.processor);
    return {
      ...both,
      commit: joined(", ", before.commit, now.commit),
      machine: { ...now.machine, processor },
    };
  }

  /** Whether some of what was there before has not been measured anew. */
  #hasOld({ results }: Measured<ToolResults>): boolean {
    return Object.entries(results).some(([figure, peers]) =>
      Object.keys(peers).some((peer) => !this.#new.has(keyOf(figure, peer))),
    );
  }
}

/** One more to those that are joined already, each once. */
function joined(by: string, before: string, now: string): string {
  return [...new Set([...before.split(by), now])].join(by);
}

const keyOf = (figure: string, peer: string): string => `${figure}\n${peer}`;
