/** A droplet's tags are letters, digits, `:`, `-` and `_`; the colons of the time become dashes. */
const TAG = /^expires-at:(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\dZ)$/;

/**
 * The droplet's tag that tells when its stack may be destroyed, to whoever has nothing but the
 * droplet: `expires-at:2026-12-31T18-00-00Z`.
 *
 * @param expiresAt ISO 8601 in UTC, to the second
 */
export function expiryTag(expiresAt: string): string {
  return `expires-at:${expiresAt.replaceAll(":", "-")}`;
}

/** Whether a tag is meant to be one of those, well-formed or not. */
export function isExpiryTag(tag: string): boolean {
  return tag.startsWith("expires-at:");
}

/** The time in such a tag, in ISO 8601; undefined where it cannot be read. */
export function expiryOfTag(tag: string): string | undefined {
  const [, date, hours, minutes, seconds] = TAG.exec(tag) ?? [];
  return date && `${date}T${hours}:${minutes}:${seconds}`;
}
