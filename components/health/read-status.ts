import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../host/host";
import type { Size } from "../host/sizes";
import { openShell, type Shell, type SshTarget } from "../remote/ssh";
import type { Serving } from "../serve/serving";
import { judge, unknownCapacity, type CapacityOutput } from "./capacity/capacity";
import { parseReadings } from "./capacity/readings";
import { parseReport } from "./report";
import { parseReading, unreachable, type Reading, type ServiceStatus } from "./service-status";
import { statusScript, type SiteToAsk } from "./status-script";
import { procTexts, wantedWorkers } from "./whole-host";

/** A reading must never hold up an `up` for long. */
const TIMEOUT_MS = 8_000;

/** What fails within this time was cut off, or the login was too early: it is tried again. */
const AT_ONCE_MS = 1_000;

export interface SiteToRead {
  /** No other site of the host has it. */
  project: string;
  serving: Serving;
  hostHeader: pulumi.Output<string>;
  /** What the digest of its record on the host must be. */
  recordDigest: pulumi.Output<string>;
}

export interface ReadStatusesArgs {
  connection: Connection;
  /** The droplet's; undefined for a server that is there already. */
  size: Size | undefined;
  sites: readonly SiteToRead[];
  /** Read once this is there. */
  after: pulumi.Resource;
}

/** What one reading tells. */
export interface Health {
  statusOf(project: string): pulumi.Output<ServiceStatus>;
  /** The host's, which all sites share. */
  capacity: pulumi.Output<CapacityOutput>;
}

/**
 * The services' status and the host's capacity after the last step of this `up`, one that changes
 * nothing included. It is no resource, since a resource would be read only when its inputs change;
 * it never fails; and in a preview it is unknown, so that a preview shows no difference where there
 * is none.
 */
export function readStatuses(args: ReadStatusesArgs): Health {
  const { connection, size, sites, after } = args;
  if (pulumi.runtime.isDryRun()) {
    return {
      statusOf: () => pulumi.output(pulumi.unknown as ServiceStatus),
      capacity: pulumi.output(pulumi.unknown as CapacityOutput),
    };
  }
  const expected = pulumi.all(
    sites.map(({ project, serving, hostHeader, recordDigest }) =>
      pulumi
        .all([hostHeader, recordDigest])
        .apply(([header, digest]) => ({ project, serving, hostHeader: header, digest })),
    ),
  );
  const { port, user } = connection;
  // Beside the steps, since a login takes longer than the reading itself. A host that is
  // still booting refuses it, and is asked again.
  const login = pulumi
    .all([connection.host, connection.privateKey, connection.hostKey])
    .apply(([address, privateKey, hostKey]) => {
      const target = { host: address, port, user, privateKey, hostKey };
      return { target, shell: openShell(target) };
    });
  // Unsecret: the private key would make the whole status a secret, and there is none in it.
  const found = pulumi.unsecret(
    pulumi
      .all([login, expected, after.urn])
      .apply(([loggedIn, asked]) => read(loggedIn, asked, size, after)),
  );
  return {
    statusOf: (project) => {
      const unit = sites.find((site) => site.project === project)?.serving.unit ?? project;
      return found.apply(({ statuses }) => statuses[project] ?? unreachable(unit).status);
    },
    capacity: found.apply(({ capacity }) => capacity),
  };
}

interface Expected extends SiteToAsk {
  digest: string;
}

interface Found {
  statuses: Record<string, ServiceStatus>;
  capacity: CapacityOutput;
}

interface LoggedIn {
  target: SshTarget;
  shell: Shell;
}

async function read(
  { target, shell }: LoggedIn,
  sites: readonly Expected[],
  size: Size | undefined,
  resource: pulumi.Resource,
): Promise<Found> {
  try {
    // Shares of the CPU's time are of the moment: no output needs them.
    const script = statusScript({ sites, seconds: 0 });
    const asked = performance.now();
    const printed = await shell.run(script, TIMEOUT_MS).catch((error: unknown) => {
      if (performance.now() - asked > AT_ONCE_MS) throw error;
      return openShell(target).run(script, TIMEOUT_MS);
    });
    const readings = sites.map((site) => ({
      site,
      reading: parseReading(site.project, site.serving.unit, printed),
    }));
    for (const { site, reading } of readings) warnOfDifference(reading, site, resource);
    return {
      statuses: Object.fromEntries(
        readings.map(({ site, reading }) => [site.project, reading.status]),
      ),
      capacity: capacityOf(printed, sites, size),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const units = [...new Set(sites.map(({ serving }) => serving.unit))].join(", ");
    await pulumi.log.warn(
      `the status of ${units} on ${target.host} could not be read: ${reason}`,
      resource,
    );
    return { statuses: {}, capacity: unknownCapacity(size) };
  }
}

/** By what lasts: an output that followed the moment would differ at every `up`. */
function capacityOf(
  printed: string,
  sites: readonly SiteToAsk[],
  size: Size | undefined,
): CapacityOutput {
  const report = parseReport(printed);
  if (!report) return unknownCapacity(size);
  const { lastingVerdict, suggestedWorkers } = judge(parseReadings(procTexts(report)), {
    size,
    wantedWorkers: wantedWorkers(report, sites),
    sites: sites.length,
    early: false,
  });
  return { verdict: lastingVerdict, suggestedWorkers };
}

function warnOfDifference(reading: Reading, site: Expected, resource: pulumi.Resource): void {
  if (reading.record === site.digest) return;
  void pulumi.log.warn(
    `what serves ${site.project} is not what the stack says: an earlier run was cut short, or somebody changed it; ` +
      "`npm run up -- --repair` puts it right",
    resource,
  );
}
