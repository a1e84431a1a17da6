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

/** What the status reading compares: the digest of the record as the host keeps it. */
export function recordDigest(record: string): string {
  return createHash("sha256").update(`${record}\n`).digest("hex");
}
