import type { Size } from "../resources/cgroups";
import type { Limit } from "../types";

/** Keeps one host's systemd-nspawn running beyond this process, and again after a reboot. */
export interface Supervisor {
  /**
   * Starts it; ends once the supervisor is there, not yet the host's init.
   * Gives the limits that the kernel refused.
   */
  start(args: readonly string[], size: Size): Promise<Limit[]>;
  /** Its systemd-nspawn; undefined while there is none. */
  nspawn(): Promise<number | undefined>;
  /** Whether it is there: the host runs or is being rebooted. */
  isRunning(): Promise<boolean>;
  /** Ends it and all processes of the host at once, also those that a killed supervisor left. */
  kill(): Promise<void>;
  /** Sets the limits of a size while it runs; gives those that the kernel refused. */
  limit(size: Size): Promise<Limit[]>;
  /** Removes what it leaves on the machine once the host is off. */
  clean(): Promise<void>;
}
