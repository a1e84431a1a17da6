/** Debian packages that must be on the machine before a host can be made on it. */
export const HOST_PACKAGES: readonly string[] = [
  "debian-archive-keyring", // signs the base images; not there on Ubuntu
  "iproute2",
  "lxcfs",
  "mmdebstrap",
  "mount",
  "nftables",
  "procps",
  "systemd-container",
  "util-linux",
];
