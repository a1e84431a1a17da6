import { expiryOfTag, isExpiryTag } from "../../components/host/expiry-tag";
import { parseInstant } from "../../components/settings/expiry";

/** The places that tell when a stack may be destroyed, so far as each has been written and read. */
export interface ExpirySources {
  /** The key `expiresAt` of the stack's config. */
  config?: string | undefined;
  /** The stack's own tag, in Pulumi's backend. */
  stackTag?: string | undefined;
  /** The program's output of the last good run; empty: never. */
  output?: string | undefined;
  /** All tags of the droplet. */
  dropletTags?: readonly string[] | undefined;
}

export interface Expiry {
  /** Absent: no place tells it, and the stack is none to destroy. */
  at?: Date;
  /** What is written and cannot be read, a place each: `the stack tag "soon"`. */
  unreadable: string[];
}

/**
 * When the stack may be destroyed. Each place is enough; where they differ, it is the latest: an
 * extension that reached only one of them counts.
 */
export function expiryOf(sources: ExpirySources): Expiry {
  const written: [place: string, text: string, time: string | undefined][] = [
    ...plain("config", sources.config),
    ...plain("stack tag", sources.stackTag),
    ...plain("output", sources.output),
    ...(sources.dropletTags ?? [])
      .filter(isExpiryTag)
      .map((tag): [string, string, string | undefined] => ["droplet tag", tag, expiryOfTag(tag)]),
  ];
  const unreadable: string[] = [];
  const times: number[] = [];
  for (const [place, text, time] of written) {
    const instant = time === undefined ? undefined : readInstant(time);
    if (instant === undefined) unreadable.push(`the ${place} ${JSON.stringify(text.slice(0, 60))}`);
    else times.push(instant);
  }
  const latest = times.length === 0 ? undefined : new Date(Math.max(...times));
  return { ...(latest && { at: latest }), unreadable };
}

/** As config, tags and output hold it: ISO 8601 in UTC, to the second. */
export function toExpiresAt(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}

function plain(place: string, text: string | undefined): [string, string, string][] {
  return text === undefined || text.trim() === "" ? [] : [[place, text, text.trim()]];
}

function readInstant(text: string): number | undefined {
  try {
    return Date.parse(parseInstant(text));
  } catch {
    return undefined;
  }
}
