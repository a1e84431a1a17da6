const BLOCKS = "▁▂▃▄▅▆▇█";

/**
 * The last values as a line of blocks, oldest left; a value that is not known is a blank.
 *
 * @param top the value of a full block; more is a full block too
 * @param width how many of the last values
 */
export function sparkline(
  values: readonly (number | undefined)[],
  top: number,
  width: number,
): string {
  return values
    .slice(-width)
    .map((value) => {
      if (value === undefined) return " ";
      const share = top > 0 ? Math.min(1, Math.max(0, value / top)) : 0;
      return BLOCKS[Math.round(share * (BLOCKS.length - 1))] ?? " ";
    })
    .join("");
}
