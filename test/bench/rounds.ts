/** Whose turn it is. */
export interface Turn<Competitor> {
  /** From 1. */
  readonly round: number;
  readonly competitor: Competitor;
}

/**
 * All competitors once, then all again, in the same order, so that whatever else goes on on the
 * machine meets each of them. One that has samples from a run before sits the first rounds out.
 *
 * @param taken how many samples a competitor has already
 */
export function turns<Competitor>(
  competitors: readonly Competitor[],
  rounds: number,
  taken: (competitor: Competitor) => number = () => 0,
): Turn<Competitor>[] {
  const had = new Map(competitors.map((competitor) => [competitor, taken(competitor)]));
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
    competitors
      .filter((competitor) => (had.get(competitor) ?? 0) < round)
      .map((competitor) => ({ round, competitor })),
  );
}
