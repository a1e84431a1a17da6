/** How values and choices read in messages. */

const LONGEST = 100;

/**
 * A value as it was given: strings quoted, control characters escaped, cut where it is long. A
 * private key, pasted where something else belongs, does not get into a log that way.
 */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  if (text.includes("PRIVATE KEY")) return "a private key";
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** `a, b or c`. */
export function choices(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} or ${words.slice(-1).join("")}`;
}

/** ` (did you mean "size"?)`, or nothing where no word is near. */
export function didYouMean(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  return near === undefined ? "" : ` (did you mean ${show(near)}?)`;
}

/**
 * The word that takes the fewest edits to get to, if that is not more than a third of its letters
 * (two at least): beyond that a suggestion is a guess.
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of words) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest && edits <= Math.max(2, Math.floor(candidate.length / 3))) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** Edits between two words: insertions, deletions and replacements of a letter (Levenshtein). */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
