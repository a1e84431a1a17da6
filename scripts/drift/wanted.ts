import type { ByHand } from "./finding";

/** What a host has to be: plain data, in which secret texts are digests only. */
export interface Wanted {
  files: readonly WantedFile[];
  folders: readonly WantedFolder[];
  links: readonly WantedLink[];
  /** Files and links that must not be there. */
  absent: readonly WantedAbsence[];
  units: readonly WantedUnit[];
  programs: readonly WantedProgram[];
  listeners: readonly WantedListener[];
  packages: readonly string[];
  users: readonly WantedUser[];
  releases: readonly WantedRelease[];
  /** What has to be in effect, `key value` with the key in small letters. */
  sshd: readonly string[];
  /** Who may log in by root's own file; `ssh-ed25519 AAAA…`. */
  rootKeys: readonly string[];
  /** The rules of the metadata guard as they were loaded; absent where an older state has none. */
  guard?: string;
  /** The sites, by their projects. */
  projects: readonly string[];
}

/** Whose it is: a project, or the host as a whole. */
export const HOST = "host";

interface Owned {
  /** A project, or `HOST`. */
  of: string;
  path: string;
}

export interface WantedFile extends Owned {
  /** Octal, with a leading 0; absent where it is not looked at. */
  mode?: string;
  /** `user:group`. */
  owner?: string;
  /** In hex. */
  sha256: string;
  /** Absent for a secret, and for what no person reads. */
  text?: string;
  /** The folder that is told of in its place, where there are many like it. */
  together?: string;
}

export interface WantedFolder extends Owned {
  mode: string;
  owner: string;
  /** What to do where it is not its owner's, since the steps then leave it. */
  byHand?: ByHand;
}

export interface WantedLink extends Owned {
  /** As it stands in the link; absent where any will do. */
  target?: string;
}

export interface WantedAbsence extends Owned {
  why: string;
}

export interface WantedUnit {
  of: string;
  name: string;
  /** Paths of the drop-ins that are the stack's. */
  dropIns: readonly string[];
}

export interface WantedProgram {
  of: string;
  name: string;
}

export interface WantedListener {
  of: string;
  /** As ss writes it: `0.0.0.0`, `[::]`, `127.0.0.1`; `*` is both of the first two. */
  address: string;
  port: number;
  /** The program that has it; absent where any will do. */
  program?: string;
}

export interface WantedUser {
  of: string;
  name: string;
}

/** A release that serves, and what it is made of. */
export interface WantedRelease {
  project: string;
  /** Its folder. */
  release: string;
  /** SHA-256 of the source, in hex. */
  source: string;
  /** The source's archive on the host. */
  archive: string;
  /** The virtualenv's folder. */
  virtualenv: string;
}
