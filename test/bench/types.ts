/** A booted server as the bench hands it to a tool: root's key opens it, nothing is on it yet. */
export interface Target {
  /** One word, unlike any other target's. */
  readonly name: string;
  readonly ipv4: string;
  readonly ipv6: string;
  /** PEM file of root's private key, mode 0600. */
  readonly privateKeyFile: string;
  /** OpenSSH's file with the server's host key, so that no tool has to trust blindly. */
  readonly knownHostsFile: string;
  /** The same host key, as one line `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** What every tool is told to make, whichever way it does: the book chapter's server. */
export interface Wanted {
  /** Folder of the Django project, with its requirements.txt: a copy of `examples/hello`. */
  readonly source: string;
  /** The package with wsgi.py, and the name of user, unit and folders. */
  readonly project: string;
  /** Gunicorn's worker processes. */
  readonly workers: number;
}

/** One run of a tool: how long the command took, and what it needed on this machine. */
export interface Sample {
  /** Wall clock, in seconds. */
  readonly seconds: number;
  /** Most memory that the command and its children had at one time, in KiB (sum of PSS). */
  readonly peakKib: number;
}

/** A way to make the server that `Wanted` describes. */
export interface Peer {
  /** As the tables name it, such as "Ansible with Mitogen". */
  readonly name: string;
  /** Whether it is of no meaning on a single host. @default false */
  readonly onlyOnSeveral?: true;
  /** Installs the tool on this machine where it is not; kept by a key of its version. */
  setUp(report: (line: string) => void): Promise<void>;
  /** Makes all targets what is wanted: at once, where the tool can; again changes only what differs. */
  converge(targets: readonly Target[], wanted: Wanted): Promise<Sample>;
  /** Says what `converge` would do and changes nothing, where the tool can. */
  preview?(targets: readonly Target[], wanted: Wanted): Promise<Sample>;
  /** Forgets what the tool keeps of these targets on this machine, before their droplets go. */
  forget?(targets: readonly Target[]): Promise<void>;
}

/** What was measured when, where: each part, and of `tools` each figure, has its own, so that one can be repeated. */
export interface Measured<Results> {
  /** ISO 8601. */
  readonly measuredAt: string;
  /** The commit of this project, and `+` where the tree had changes. */
  readonly commit: string;
  readonly machine: Machine;
  readonly results: Results;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMib: number;
  readonly kernel: string;
  readonly node: string;
  /** One-minute load average before the first measurement. */
  readonly loadBefore: number;
}

/** Part `tools`: figure (such as "no-op") → peer's name → samples, in the order they were taken. */
export type ToolResults = Record<string, Measured<Record<string, readonly Sample[]>>>;

/** Part `serving`: how one choice of servers answered a load tool. */
export interface ServingResult {
  readonly name: string;
  readonly requestsPerSecond: readonly number[];
  /** Milliseconds. */
  readonly p50: readonly number[];
  /** Milliseconds. */
  readonly p99: readonly number[];
  /** Answers of 400 and above, and connections that failed, over all rounds. */
  readonly failed: number;
}

/** Part `growth`: one `up` from nothing of so many sites on one droplet, or so many droplets. */
export interface GrowthResult {
  readonly of: "sites" | "droplets";
  readonly count: number;
  readonly samples: readonly Sample[];
}

/** Part `clone`: from a fresh clone with empty caches to the answering site, by phase in seconds. */
export type CloneResults = readonly { readonly phase: string; readonly seconds: number }[];
