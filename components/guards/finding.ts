/** Something about a stack that its owner would rather know, or that must not come to pass. */
export interface Finding {
  /** The setting, or a place in its value: `image`, `unitOverrides.Environment`. */
  path: string;
  /** `advisory`: a warning, in previews too. `mandatory`: nothing is done, in previews too. */
  level: "advisory" | "mandatory";
  /** The value, what is wrong with it, and what to do. */
  reason: string;
}
