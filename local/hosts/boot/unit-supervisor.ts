import { hostName } from "../names";
import type { HostPaths } from "../paths";
import { missingLimits, readHierarchies, type Size } from "../resources/cgroups";
import { run } from "../system/exec";
import { until } from "../system/until";
import type { Cloud, Limit } from "../types";
import type { Supervisor } from "./supervisor";

/** A transient unit: on a machine that systemd runs it does all that a supervisor has to. */
export class UnitSupervisor implements Supervisor {
  private readonly unit: string;

  constructor(
    cloud: Cloud,
    id: number,
    private readonly paths: HostPaths,
  ) {
    this.unit = `${hostName(cloud, id)}.service`;
  }

  async start(args: readonly string[], size: Size): Promise<Limit[]> {
    const properties = [
      "Type=exec",
      // As systemd's own systemd-nspawn@.service: 133 is a reboot, and the host rules its cgroups.
      "RestartForceExitStatus=133",
      "SuccessExitStatus=133",
      "StartLimitIntervalSec=0",
      "KillMode=mixed",
      "Delegate=yes",
      `StandardOutput=append:${this.paths.console}`,
      `StandardError=append:${this.paths.console}`,
      ...sizeProperties(size),
    ];
    await run("systemd-run", [
      "--quiet",
      "--collect",
      `--unit=${this.unit}`,
      "--setenv=SYSTEMD_LOG_LEVEL=warning",
      ...properties.map((property) => `--property=${property}`),
      "systemd-nspawn",
      ...args,
    ]);
    // systemd ignores a limit that no controller can hold.
    return missingLimits(await readHierarchies());
  }

  async nspawn(): Promise<number | undefined> {
    const pid = Number(await this.show("MainPID"));
    return pid > 0 ? pid : undefined;
  }

  async isRunning(): Promise<boolean> {
    // `activating` between two boots, `deactivating` while it shuts down.
    return !["inactive", "failed"].includes(await this.show("ActiveState"));
  }

  async kill(): Promise<void> {
    if (!(await this.isRunning())) return;
    await run("systemctl", ["kill", "--signal=KILL", this.unit]).catch(() => undefined);
    await run("systemctl", ["stop", this.unit]).catch(() => undefined);
    await until(async () => !(await this.isRunning()), 10_000);
  }

  async limit(size: Size): Promise<Limit[]> {
    const refused: Limit[] = [];
    for (const property of sizeProperties(size)) {
      await run("systemctl", ["set-property", "--runtime", this.unit, property]).catch(
        (error: Error) => refused.push({ feature: "size of a host", error: error.message }),
      );
    }
    return refused;
  }

  async clean(): Promise<void> {
    await run("systemctl", ["reset-failed", this.unit]).catch(() => undefined);
  }

  private async show(property: string): Promise<string> {
    return (
      await run("systemctl", ["show", `--property=${property}`, "--value", this.unit])
    ).trim();
  }
}

/** A size as the properties of a unit. */
export function sizeProperties(size: Size): string[] {
  return [`MemoryMax=${size.memoryMiB}M`, "MemorySwapMax=0", `CPUQuota=${size.vcpus * 100}%`];
}
