import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../host/droplet-host";
import { script } from "../remote/script";
import { runScript } from "../remote/ssh";
import { parseReading, unreachable, type Reading, type ServiceStatus } from "./service-status";

/** A reading must never hold up an `up` for long. */
const TIMEOUT_MS = 8_000;

export interface ReadStatusArgs {
  project: string;
  unit: string;
  connection: Connection;
  hostHeader: pulumi.Output<string>;
  /** What the host's record must be. */
  recordDigest: pulumi.Output<string>;
  /** Read once this is there. */
  after: pulumi.Resource;
}

/**
 * The service's status after the last step of this `up`, one that changes nothing included. It is
 * no resource, since a resource would be read only when its inputs change; it never fails; and in
 * a preview it is unknown, so that a preview shows no difference where there is none.
 */
export function readStatus(args: ReadStatusArgs): pulumi.Output<ServiceStatus> {
  if (pulumi.runtime.isDryRun()) return pulumi.output(pulumi.unknown as ServiceStatus);
  const { connection, hostHeader, recordDigest, after } = args;
  // Unsecret: the private key would make the whole status a secret, and there is none in it.
  return pulumi.unsecret(
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
        const reading = await read({ host, privateKey, hostKey }, header, args);
        warnOfDifference(reading, expected, after);
        return reading.status;
      }),
  );
}

async function read(
  target: { host: string; privateKey: string; hostKey: string },
  header: string,
  { project, unit, after }: ReadStatusArgs,
): Promise<Reading> {
  try {
    const text = script(["record", "probe", "status"], {
      PROJECT: project,
      UNIT: unit,
      HOST: header,
    });
    return parseReading(unit, await runScript(target, text, TIMEOUT_MS));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await pulumi.log.warn(
      `the status of ${unit} on ${target.host} could not be read: ${reason}`,
      after,
    );
    return unreachable(unit);
  }
}

function warnOfDifference(reading: Reading, expected: string, resource: pulumi.Resource): void {
  if (!reading.status.reachable || reading.record === expected) return;
  void pulumi.log.warn(
    `what serves ${reading.status.unit} is not what the stack says: an earlier run was cut short, or somebody changed it; ` +
      "`npm run up -- --repair` puts it right",
    resource,
  );
}
