/** What the command line of one host depends on. */
export interface Machine {
  /** Unique on the machine: at most 64 letters, digits and hyphens. */
  name: string;
  hostname: string;
  namespace: string;
  root: string;
  /** Folder with `init.sh` and `resolv.conf`. */
  boot: string;
  seed: string;
  /** The machine's processors that it may use: `0,1`. */
  cpus: string;
  /** Where lxcfs is mounted; undefined: the host sees the machine's memory and processors. */
  views: string | undefined;
}

/** The arguments of systemd-nspawn. With `--keep-unit` a reboot ends it with exit code 133. */
export function nspawnArgs(machine: Machine): string[] {
  return [
    "--quiet",
    "--register=no",
    "--keep-unit",
    `--directory=${machine.root}`,
    `--machine=${machine.name}`,
    `--hostname=${machine.hostname}`,
    `--network-namespace-path=/run/netns/${machine.namespace}`,
    // A real host has its own firewall and lets units filter by address (IPAddressDeny=).
    "--capability=CAP_NET_ADMIN,CAP_BPF",
    "--system-call-filter=bpf",
    `--cpu-affinity=${machine.cpus}`,
    "--resolv-conf=off",
    "--timezone=off",
    "--link-journal=no",
    "--console=pipe",
    "--kill-signal=SIGRTMIN+4",
    `--bind-ro=${machine.boot}:/run/local-host/boot`,
    `--bind-ro=${machine.seed}:/var/lib/cloud/seed/nocloud`,
    ...(machine.views === undefined ? [] : [`--bind=${machine.views}:/run/local-host/views`]),
    "/run/local-host/boot/init.sh",
  ];
}
