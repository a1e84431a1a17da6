import { join } from "node:path";
import type { Cloud } from "./types";

/** Where the parts of one host lie. */
export interface HostPaths {
  home: string;
  /** Link to the base that the disk lies upon, for as long as the host lives. */
  base: string;
  /** What the host has written. */
  upper: string;
  work: string;
  /** Where the whole disk is mounted. */
  root: string;
  /** Shown to the host at `/run/local-host`, read-only. */
  boot: string;
  /** cloud-init's NoCloud seed. */
  seed: string;
  console: string;
  /** Process id and start time of the supervisor. */
  pid: string;
  /** The cgroups that the host enters, one folder a line. */
  cgroups: string;
}

export const hostsRoot = (cloud: Cloud): string => join(cloud.root, "hosts");
export const trashRoot = (cloud: Cloud): string => join(cloud.root, "trash");

export function hostPaths(cloud: Cloud, id: number): HostPaths {
  const home = join(hostsRoot(cloud), String(id));
  return {
    home,
    base: join(home, "base"),
    upper: join(home, "disk", "upper"),
    work: join(home, "disk", "work"),
    root: join(home, "root"),
    boot: join(home, "boot"),
    seed: join(home, "seed"),
    console: join(home, "console.log"),
    pid: join(home, "supervisor.pid"),
    cgroups: join(home, "cgroups"),
  };
}
