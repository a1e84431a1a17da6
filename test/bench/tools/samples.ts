import type { Measured, Sample, ToolResults } from "../types";

type Circumstances = Omit<Measured<never>, "results">;

/**
 * The samples of part `tools` as they come in, beside those of a run before. Of the same commit, and
 * without changes to it, a figure goes on where it was; of another one, what is measured anew takes the
 * place of what was there, and what is not measured stays, which `commit` then tells.
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
    return { ...this.now, commit: this.#commits(), results: this.#results };
  }

  #commits(): string {
    const stays = Object.entries(this.before?.results ?? {}).some(([figure, peers]) =>
      Object.keys(peers).some((peer) => !this.#new.has(keyOf(figure, peer))),
    );
    if (!this.before || !stays) return this.now.commit;
    return [...new Set([...this.before.commit.split(", "), this.now.commit])].join(", ");
  }
}

const keyOf = (figure: string, peer: string): string => `${figure}\n${peer}`;
