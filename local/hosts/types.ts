/** What the local API asks of the machines behind it. `nspawn.ts` is the real one; tests bring a fake. */

/** The slugs that can be booted here: each a Debian release with a cached base. */
export const IMAGES = { "debian-13-x64": "trixie", "debian-12-x64": "bookworm" } as const;
export type ImageSlug = keyof typeof IMAGES;

/** Everything that a host is made from; kept by the API, so that a host can be brought back after a reboot. */
export interface HostSpec {
  id: number;
  /** The droplet's name: its hostname. */
  name: string;
  image: ImageSlug;
  memoryMiB: number;
  vcpus: number;
  diskGiB: number;
  ipv4: string;
  /** Absent while the droplet has no IPv6. */
  ipv6?: string;
  /** cloud-init user data, verbatim. */
  userData?: string;
  /** OpenSSH public keys for root. */
  authorizedKeys: string[];
}

/** One allowed flow of a DigitalOcean firewall. Anything that no rule allows is dropped, both ways. */
export interface FlowRule {
  direction: "inbound" | "outbound";
  protocol: "tcp" | "udp" | "icmp";
  /** A port, a range `8000-8999`, or `all`; ignored for icmp. */
  ports: string;
  /** Peers as CIDRs or single addresses, IPv4 and IPv6 mixed. */
  addresses: string[];
}

export type PowerAction = "power_on" | "power_off" | "shutdown" | "reboot" | "power_cycle";

/** Something that this machine's kernel refuses, told by `npm run cloud -- status`. */
export interface Limit {
  feature: string;
  error: string;
}

/** The cloud of one checkout: its place in the machine-wide register. */
export interface Cloud {
  /** 8 hex digits from the checkout's real path: part of every name that this cloud makes on the machine. */
  id: string;
  checkout: string;
  /** State and disks: `/var/lib/django-droplet-cloud/ID`. */
  root: string;
  /** The API's port on 127.0.0.1. */
  port: number;
  token: string;
  /** The machine's link to the hosts. */
  bridge: string;
  /** First three octets of a /24 in 198.18.0.0/15 (RFC 2544): `198.18.7`. The machine is `.1`. */
  ipv4Prefix: string;
  /** A /64 in 2001:db8::/32 (RFC 3849): `2001:db8:d0:7`. The machine is `::1`. */
  ipv6Prefix: string;
}

export interface Hosts {
  /** Makes the image's base where it is not cached yet; `report` gets one line of progress a step. */
  prepare(image: ImageSlug, report: (line: string) => void): Promise<void>;
  /** Makes the disk, the network and the first boot; ends once the host runs, not once cloud-init is done. */
  create(spec: HostSpec): Promise<void>;
  /** Gone from the machine when it ends, but for the disk's deletion, which `settle` waits for. */
  destroy(id: number): Promise<void>;
  power(id: number, action: PowerAction): Promise<void>;
  /**
   * Takes a new size or IPv6 address: memory, processor time and the address at once, the count of
   * processors at the next boot. The name inside stays, as on DigitalOcean.
   */
  update(spec: HostSpec): Promise<void>;
  isRunning(id: number): Promise<boolean>;
  /** The union of all firewalls of the host; null takes the filter away (no firewall: all is allowed). */
  applyFirewall(id: number, rules: FlowRule[] | null): Promise<void>;
  /**
   * After a restart of the API or the machine: the network and each host as it should be. One that
   * cannot be brought back stays off, and `limits` tells why.
   */
  resume(hosts: { spec: HostSpec; running: boolean; rules: FlowRule[] | null }[]): Promise<void>;
  /** Waits for what `destroy` left to the background. */
  settle(): Promise<void>;
  /** Stops all hosts and takes everything of this cloud off the machine, ip_forward included; disks stay. */
  teardown(): Promise<void>;
  limits(): Promise<Limit[]>;
}
