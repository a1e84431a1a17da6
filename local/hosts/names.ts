import type { Cloud } from "./types";

/** The namespace that routes between a cloud's hosts and the machine. */
export const routerNamespace = (cloud: Cloud): string => `dd-${cloud.id}`;

/** A host's network namespace, machine name and, where systemd runs the machine, unit. */
export const hostName = (cloud: Cloud, id: number): string => `dd-${cloud.id}-${id}`;

/** The router's end of a host's link: unique in its namespace, within the kernel's 15 letters. */
export const hostLink = (id: number): string => `h${id}`;

/** The cloud's nftables table on the machine. */
export const machineTable = (cloud: Cloud): string => `django_droplet_${cloud.id}`;

/** The folder of a cloud's cgroups in each hierarchy. */
export const cgroupName = (cloud: Cloud): string => `django-droplet-${cloud.id}`;

/** The kernel's limit is 64 bytes; a droplet's name may be longer. */
export const kernelHostname = (name: string): string => name.slice(0, 63).replace(/[.-]+$/, "");

/** The machine's own addresses in a cloud. */
export const gateway4 = (cloud: Cloud): string => `${cloud.ipv4Prefix}.1`;
export const gateway6 = (cloud: Cloud): string => `${cloud.ipv6Prefix}::1`;
