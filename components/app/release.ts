import { createHash } from "node:crypto";

/** What makes one release differ from another, each by its name or digest. */
export interface ReleaseContents {
  source: string;
  /** See `virtualenvId`. */
  virtualenv: string;
  /** The managed settings. */
  settings: string;
  /** An HMAC. */
  secrets: string;
}

/** A release's name on the host: equal contents are the same release, wherever they come from. */
export function releaseId({ source, virtualenv, settings, secrets }: ReleaseContents): string {
  return shortDigest([source, virtualenv, settings, secrets]);
}

/**
 * A virtualenv's name on the host. Releases with the same requirements share it; the image is part
 * of it since it decides Python's version.
 *
 * @param extra the requirements beside the project's own
 */
export function virtualenvId(
  requirementsDigest: string,
  extra: readonly string[],
  image: string,
): string {
  return shortDigest([requirementsDigest, extra.join(" "), image]);
}

function shortDigest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}
