import { createHash } from "node:crypto";
import type { ReleaseContents } from "./release";

/** What a text is to the host: scripts/host/record.sh tells by it what runs the site. */
export type TextKind =
  /** systemd's units. */
  | "service"
  | "socket"
  /** supervisor's program, and what opens its sockets. */
  | "program"
  | "listen"
  /** What mod_wsgi loads. */
  | "wsgi"
  /** The application server's configuration. */
  | "gunicorn"
  | "uwsgi"
  /** The web server's site. */
  | "nginx"
  | "apache"
  | "logrotate";

/** A staged text that is installed at the activation. */
export interface InstalledText {
  kind: TextKind;
  digest: string;
  /** Octal, as chmod takes it. */
  mode: string;
  /** `user:group`. */
  owner: string;
  path: string;
}

/** All that makes a site: what the activation switches to, and what it can go back to. */
export interface SiteRecord extends ReleaseContents {
  release: string;
  texts: readonly InstalledText[];
}

/** The record's text on the host: a line a thing (scripts/host/record.sh reads it). */
export function renderRecord({ texts, ...digests }: SiteRecord): string {
  const lines = [
    ...Object.entries(digests).map(([kind, digest]) => `${kind} ${digest}`),
    ...texts.map(({ kind, digest, mode, owner, path }) =>
      [kind, digest, mode, owner, path].join(" "),
    ),
  ];
  return lines.join("\n");
}

/** The texts of a record that `renderRecord` made, and what else it names, by its kind. */
export function parseRecord(record: string): {
  texts: InstalledText[];
  names: Record<string, string>;
} {
  const lines = record.split("\n").map((line) => line.split(" "));
  return {
    texts: lines
      .filter((words) => words.length === 5)
      .map(([kind = "", digest = "", mode = "", owner = "", path = ""]) => ({
        ...{ kind: kind as TextKind, digest, mode, owner, path },
      })),
    names: Object.fromEntries(
      lines.filter((words) => words.length === 2).map(([kind = "", name = ""]) => [kind, name]),
    ),
  };
}

/** What the status reading compares: the digest of the record as the host keeps it. */
export function recordDigest(record: string): string {
  return createHash("sha256").update(`${record}\n`).digest("hex");
}
