import { createHash } from "node:crypto";

/** A file that is put into a base, with root's ownership. */
interface BaseFile {
  path: string;
  text: string;
}

/**
 * What DigitalOcean's Debian images hold and a deployment can lean on. What they lack is left out
 * on purpose (python3-venv, pip, nginx): a host that had it would hide a missing install step.
 */
export const BASE_PACKAGES: readonly string[] = [
  "apt-utils",
  "bash-completion",
  "ca-certificates",
  "cloud-init",
  "cron",
  "curl",
  "dbus",
  "iproute2",
  "iputils-ping",
  "kmod",
  "less",
  "libpam-systemd",
  "logrotate",
  "lsb-release",
  "nano",
  "netbase",
  "nftables",
  "openssh-server",
  "procps",
  "python3",
  "sudo",
  "systemd",
  "systemd-sysv",
  "tzdata",
  "vim-tiny",
  "wget",
  "xz-utils",
];

/** Settings of the image itself; what belongs to the machine comes in with each host. */
export const BASE_FILES: readonly BaseFile[] = [
  {
    // The address is the namespace's, `locale` would end in an error without the locales package,
    // and with `disable_root` root's keys only say "log in as debian".
    path: "etc/cloud/cloud.cfg.d/90-local-host.cfg",
    text: [
      "datasource_list: [NoCloud, None]",
      "disable_root: false",
      "locale: false",
      "network: {config: disabled}",
      "",
    ].join("\n"),
  },
  {
    path: "etc/ssh/sshd_config.d/50-local-host.conf",
    text: "PermitRootLogin prohibit-password\nPasswordAuthentication no\n",
  },
  // The disk lives as long as its droplet: no fsync for each unpacked file.
  { path: "etc/dpkg/dpkg.cfg.d/local-host", text: "force-unsafe-io\n" },
  // Newer than /usr: the first boot need not rebuild what the packages have built.
  { path: "etc/.updated", text: "" },
  { path: "var/.updated", text: "" },
  // Empty: systemd makes an id of its own at the first boot of each host.
  { path: "etc/machine-id", text: "" },
];

/** Paths that packages leave and that each host must have of its own, or not at all. */
export const BASE_REMOVED: readonly string[] = [
  "etc/hostname",
  "etc/resolv.conf",
  "etc/ssh/ssh_host_ecdsa_key",
  "etc/ssh/ssh_host_ecdsa_key.pub",
  "etc/ssh/ssh_host_ed25519_key",
  "etc/ssh/ssh_host_ed25519_key.pub",
  "etc/ssh/ssh_host_rsa_key",
  "etc/ssh/ssh_host_rsa_key.pub",
];

/** Everything that makes one base differ from another. */
export interface BaseInputs {
  suite: string;
  /** The apt sources, which stay in the image. */
  sources: string;
  /** The machine's own CA certificates: name → PEM. */
  certificates: Record<string, string>;
}

/** The folder's name of a base: another recipe is another base, so hosts keep the one they have. */
export function baseKey(inputs: BaseInputs): string {
  const recipe = { ...inputs, packages: BASE_PACKAGES, files: BASE_FILES, removed: BASE_REMOVED };
  const digest = createHash("sha256").update(JSON.stringify(recipe)).digest("hex");
  return `${inputs.suite}-${digest.slice(0, 16)}`;
}
