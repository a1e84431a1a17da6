import { continues, type Circumstances } from "../store";
import type { Measured, Sample, ToolResults } from "../types";

/**
 * The samples of part `tools` as they come in, beside those of a run before. All of a figure is of one
 * commit and one machine, or its ratios would mean nothing: one that was begun so goes on where it was,
 * another one begins anew with all its peers. What is not measured stays.
 */
export class Samples {
  readonly #figures: Record<string, ToolResults[string]>;

  constructor(
    private readonly now: Circumstances,
    before: ToolResults = {},
  ) {
    this.#figures = { ...before };
  }

  /** How many a peer has of a figure that count. */
  count(figure: string, peer: string): number {
    return this.#begun(figure)?.results[peer]?.length ?? 0;
  }

  add(figure: string, peer: string, { seconds, peakKib }: Sample): void {
    const begun: ToolResults[string] = this.#begun(figure) ?? { ...this.now, results: {} };
    const samples = [...(begun.results[peer] ?? []), { seconds, peakKib }];
    this.#figures[figure] = { ...begun, results: { ...begun.results, [peer]: samples } };
  }

  /** To be kept. */
  measured(): ToolResults {
    return { ...this.#figures };
  }

  #begun(figure: string): Measured<ToolResults[string]["results"]> | undefined {
    const begun = this.#figures[figure];
    return begun && continues(begun, this.now) ? begun : undefined;
  }
}
