/** How numbers stand in findings. */

/** `31 %`, and `3.7 %` where a whole number would hide a third of it. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`;
}

/** `985 MiB`, and `15.6 GiB` from 10 GiB on. */
export function mebibytes(value: number): string {
  return value >= 10 * 1024 ? `${(value / 1024).toFixed(1)} GiB` : `${Math.round(value)} MiB`;
}

/** `1 core`, `2 cores`, `4 workers`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
