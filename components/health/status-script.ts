import { hostFile, script } from "../remote/script";

export interface StatusScriptOptions {
  project: string;
  unit: string;
  /** The Host header under which the site answers. */
  hostHeader: string;
  /**
   * Seconds between two readings of the CPU's time, which the script waits for; 0 for a reading that
   * wants no CPU shares.
   */
  seconds: number;
}

/** The script that reads service and machine; `parseReading` and `parseReport` take what it prints. */
export function statusScript({ project, unit, hostHeader, seconds }: StatusScriptOptions): string {
  return script(["record", "probe", "status"], {
    PROJECT: project,
    UNIT: unit,
    HOST: hostHeader,
    SECONDS_APART: seconds,
    READER: hostFile("status_reading.py"),
  });
}
