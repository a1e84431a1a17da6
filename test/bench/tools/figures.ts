/** What is taken on one target, one after the other: each begins with what the one before has made. */
export const ON_ONE_HOST = [
  "booted host to 200",
  "no-op",
  "workers 4 to 5",
  "new code",
  "preview",
] as const;

/** What is taken on several targets at once. */
export const ON_SEVERAL_HOSTS = { "two hosts": 2, "ten hosts": 10 } as const;

/** What is taken of a droplet's whole life. */
export const WHOLE = ["from nothing", "destroy"] as const;

/** All figures of part `tools`, as the tables name them and as `--figures` takes them. */
export const FIGURES = [
  ...ON_ONE_HOST,
  ...(Object.keys(ON_SEVERAL_HOSTS) as (keyof typeof ON_SEVERAL_HOSTS)[]),
  ...WHOLE,
] as const;
export type Figure = (typeof FIGURES)[number];
