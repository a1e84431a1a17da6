import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../host/droplet-host";
import type { Size } from "../host/sizes";
import { runScript } from "../remote/ssh";
import { judge, unknownCapacity, type CapacityOutput } from "./capacity/capacity";
import { parseReadings } from "./capacity/readings";
import { parseReport } from "./report";
import { parseReading, unreachable, type Reading, type ServiceStatus } from "./service-status";
import { statusScript } from "./status-script";

/** A reading must never hold up an `up` for long. */
const TIMEOUT_MS = 8_000;

export interface ReadStatusArgs {
  project: string;
  unit: string;
  connection: Connection;
  hostHeader: pulumi.Output<string>;
  /** What the host's record must be. */
  recordDigest: pulumi.Output<string>;
  size: Size;
  /** Read once this is there. */
  after: pulumi.Resource;
}

/** What one reading tells. */
export interface Health {
  serviceStatus: pulumi.Output<ServiceStatus>;
  capacity: pulumi.Output<CapacityOutput>;
}

/**
 * The service's status and the host's capacity after the last step of this `up`, one that changes
 * nothing included. It is no resource, since a resource would be read only when its inputs change;
 * it never fails; and in a preview it is unknown, so that a preview shows no difference where there
 * is none.
 */
export function readStatus(args: ReadStatusArgs): Health {
  if (pulumi.runtime.isDryRun()) {
    return {
      serviceStatus: pulumi.output(pulumi.unknown as ServiceStatus),
      capacity: pulumi.output(pulumi.unknown as CapacityOutput),
    };
  }
  const { connection, hostHeader, recordDigest, after } = args;
  // Unsecret: the private key would make the whole status a secret, and there is none in it.
  const reading = pulumi.unsecret(
    pulumi
      .all([
        connection.host,
        connection.privateKey,
        connection.hostKey,
        hostHeader,
        recordDigest,
        after.urn,
      ])
      .apply(async ([host, privateKey, hostKey, header, expected]) => {
        const found = await read({ host, privateKey, hostKey }, header, args);
        warnOfDifference(found, expected, after);
        return { status: found.status, capacity: found.capacity };
      }),
  );
  return {
    serviceStatus: reading.apply(({ status }) => status),
    capacity: reading.apply(({ capacity }) => capacity),
  };
}

async function read(
  target: { host: string; privateKey: string; hostKey: string },
  hostHeader: string,
  { project, unit, size, after }: ReadStatusArgs,
): Promise<Reading & { capacity: CapacityOutput }> {
  try {
    // Shares of the CPU's time are of the moment: no output needs them.
    const text = statusScript({ project, unit, hostHeader, seconds: 0 });
    const printed = await runScript(target, text, TIMEOUT_MS);
    return { ...parseReading(unit, printed), capacity: capacityOf(printed, size) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await pulumi.log.warn(
      `the status of ${unit} on ${target.host} could not be read: ${reason}`,
      after,
    );
    return { ...unreachable(unit), capacity: unknownCapacity(size) };
  }
}

/** By what lasts: an output that followed the moment would differ at every `up`. */
function capacityOf(printed: string, size: Size): CapacityOutput {
  const report = parseReport(printed);
  if (!report) return unknownCapacity(size);
  const circumstances = { size, wantedWorkers: report.wantedWorkers, early: false };
  const { lastingVerdict, suggestedWorkers } = judge(parseReadings(report.proc), circumstances);
  return { verdict: lastingVerdict, suggestedWorkers };
}

function warnOfDifference(reading: Reading, expected: string, resource: pulumi.Resource): void {
  if (!reading.status.reachable || reading.record === expected) return;
  void pulumi.log.warn(
    `what serves ${reading.status.unit} is not what the stack says: an earlier run was cut short, or somebody changed it; ` +
      "`npm run up -- --repair` puts it right",
    resource,
  );
}
