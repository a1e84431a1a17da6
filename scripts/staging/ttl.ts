const UNITS = { m: 60, h: 3_600, d: 86_400 } as const;
/** The least that a stack is given; an `up` takes some minutes of it. */
export const SHORTEST_SECONDS = 10 * UNITS.m;
const LONGEST_SECONDS = 30 * UNITS.d;

/** How long a stack lives where nobody says. */
export const DEFAULT_TTL = "8h";

/**
 * Reads how long a stack is to live: `30m`, `8h`, `2d`.
 *
 * @returns seconds
 * @throws one line, if it is none or out of bounds
 */
export function parseTtl(text: string): number {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * UNITS[unit as keyof typeof UNITS];
  if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds;
  const problem = Number.isNaN(seconds) ? "cannot be read" : "is out of bounds";
  throw new Error(
    `--ttl ${JSON.stringify(text)} ${problem}: give minutes, hours or days, such as 30m, 8h or 2d; 10m at least and 30d at most`,
  );
}

/** `2 d 3 h`, `7 h 59 min`, `4 min`, `12 s`: two units at most, rounded down. */
export function describeSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  const [days, hours] = [Math.floor(whole / UNITS.d), Math.floor((whole % UNITS.d) / UNITS.h)];
  const minutes = Math.floor((whole % UNITS.h) / UNITS.m);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${whole} s`;
}
