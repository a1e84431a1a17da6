/** An axis from 0 on: where its lines are, the last one at or above every value. */
export interface Scale {
  ticks: number[];
  top: number;
}

/** Steps that people count in; the last one is for a logarithm that was rounded down. */
const STEPS = [1, 2, 5, 10, 20];

/**
 * A scale from 0 up to all of the values.
 *
 * @param most how many steps there may be
 */
export function scaleTo(values: readonly number[], most = 6): Scale {
  const largest = Math.max(0, ...values);
  const step = largest === 0 ? 1 : stepFor(largest, most);
  const count = Math.max(1, countOf(largest, step));
  // Multiples and no sum: 0.1 + 0.2 is not 0.3.
  const ticks = Array.from({ length: count + 1 }, (_, index) => plain(index * step));
  return { ticks, top: plain(count * step) };
}

/** The least of 1, 2 and 5 times a power of ten of which so many are enough. */
function stepFor(largest: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(largest / most));
  const steps = STEPS.map((step) => plain(step * power));
  return steps.find((step) => countOf(largest, step) <= most) ?? largest;
}

function countOf(largest: number, step: number): number {
  return Math.ceil(plain(largest / step));
}

/** Without the last bits that a multiplication leaves. */
function plain(value: number): number {
  return Number(value.toPrecision(12));
}
