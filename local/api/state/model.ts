import type { ImageSlug } from "../../hosts/types";

/** Everything that the API knows: one JSON document, written as a whole. */
export interface State {
  version: 1;
  /** The next droplet, action and key take this number: no id is ever used twice. */
  nextId: number;
  /** The last host number given out in the cloud's /24; see `freeAddress`. */
  lastAddress: number;
  droplets: Droplet[];
  actions: Action[];
  keys: Key[];
  firewalls: Firewall[];
  tags: string[];
  alertPolicies: AlertPolicy[];
  uptimeChecks: UptimeCheck[];
  /** Latest creations, so that a repeated request after a crash is answered instead of done twice. */
  creations: Creation[];
}

export interface Droplet {
  id: number;
  name: string;
  region: string;
  image: ImageSlug;
  size: string;
  /** GiB; may exceed the size's own after a resize that kept the disk. */
  disk: number;
  status: "new" | "active" | "off";
  createdAt: string;
  /** Host number in the cloud's /24 and /64. */
  address: number;
  ipv6: boolean;
  monitoring: boolean;
  agent: boolean;
  backups: boolean;
  backupPolicy?: BackupPolicy;
  userData?: string;
  /** Public keys as they were at creation; a later change of a key does not reach the droplet. */
  authorizedKeys: string[];
  tags: string[];
  /** Whether a host stands behind it; false before its first boot, and if that failed. */
  made: boolean;
  /** Accepted for deletion; it is shown until its host is gone. */
  deleting: boolean;
}

export interface BackupPolicy {
  plan?: "daily" | "weekly" | undefined;
  weekday?: string | undefined;
  hour?: number | undefined;
}

/** What a droplet action changes; also what is done again if the API died in the middle. */
export type Change =
  | { type: "create" | "enable_ipv6" | "disable_backups" }
  | { type: "power_on" | "power_off" | "power_cycle" | "shutdown" | "reboot" }
  | { type: "rename"; name: string }
  | { type: "resize"; size: string; disk: boolean }
  | { type: "enable_backups"; policy?: BackupPolicy }
  | { type: "change_backup_policy"; policy: BackupPolicy };

export interface Action {
  id: number;
  dropletId: number;
  region: string;
  change: Change;
  status: "in-progress" | "completed" | "errored";
  startedAt: string;
  completedAt: string | null;
  /** Why it errored: for the log and `npm run cloud -- status`, not part of the API. */
  error?: string;
}

export interface Key {
  id: number;
  name: string;
  fingerprint: string;
  publicKey: string;
}

/** Who may be at the other end of a flow. */
export interface Peers {
  addresses?: string[] | undefined;
  droplet_ids?: number[] | undefined;
  tags?: string[] | undefined;
}

export interface FirewallRule {
  protocol: "tcp" | "udp" | "icmp";
  /** A port, a range or `0` for all, as DigitalOcean shows it. */
  ports: string;
  peers: Peers;
}

export interface Firewall {
  id: string;
  name: string;
  createdAt: string;
  inbound: FirewallRule[];
  outbound: FirewallRule[];
  dropletIds: number[];
  tags: string[];
}

/** Who is told; an empty list: nobody by this way. */
export interface Notifications {
  email: string[];
  slack: { channel: string; url: string }[];
}

/** What a droplet may not exceed, or fall below. */
export interface AlertPolicy {
  uuid: string;
  type: string;
  description: string;
  compare: "GreaterThan" | "LessThan";
  value: number;
  window: string;
  /** Ids of droplets, as texts; one that is deleted stays in the list. */
  entities: string[];
  tags: string[];
  alerts: Notifications;
  enabled: boolean;
}

export interface UptimeCheck {
  id: string;
  name: string;
  type: "ping" | "http" | "https";
  target: string;
  regions: string[];
  enabled: boolean;
  /** They go with the check. */
  alerts: UptimeAlert[];
}

export interface UptimeAlert {
  id: string;
  name: string;
  type: "latency" | "down" | "down_global" | "ssl_expiry";
  threshold?: number;
  comparison?: "greater_than" | "less_than";
  notifications: Notifications;
  period: string;
}

export interface Creation {
  /** Digest of the request. */
  digest: string;
  at: string;
  /** What it made: a repetition is answered only while that is still there. */
  made: {
    kind: "droplet" | "key" | "firewall" | "alertPolicy" | "uptimeCheck" | "uptimeAlert";
    id: number | string;
  };
  status: 200 | 201 | 202;
  body: Record<string, unknown>;
}

/** Ids start in three figures, so that a host's id never looks like an index. */
export const emptyState = (): State => ({
  version: 1,
  nextId: 101,
  lastAddress: 0,
  droplets: [],
  actions: [],
  keys: [],
  firewalls: [],
  tags: [],
  alertPolicies: [],
  uptimeChecks: [],
  creations: [],
});
