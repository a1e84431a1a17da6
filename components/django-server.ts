import * as pulumi from "@pulumi/pulumi";
import { DjangoSite } from "./django-site";
import type { CapacityOutput } from "./health/capacity/capacity";
import { readStatus } from "./health/read-status";
import type { ServiceStatus } from "./health/service-status";
import { DropletHost } from "./host/droplet-host";
import { childName } from "./naming";
import { script } from "./remote/script";
import type { Settings } from "./settings";
import { workersWarning } from "./settings/workers";

/** What every site needs from Debian: the virtualenvs, metadata guard, rotation, probes. */
const PACKAGES = ["python3-venv", "nftables", "logrotate", "curl"];

export type DjangoServerArgs = Pick<Settings, "host" | "site">;

/**
 * A server that runs a Django project, as the chapter does it: a machine (DropletHost), the project
 * on it (DjangoSite), and what systemd says of the service.
 */
export class DjangoServer extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly ipv4Address: pulumi.Output<string>;
  /** Empty without IPv6. */
  readonly ipv6Address: pulumi.Output<string>;
  readonly release: pulumi.Output<string>;
  readonly serviceStatus: pulumi.Output<ServiceStatus>;
  /** Whether the machine is as large as it should be. */
  readonly capacity: pulumi.Output<CapacityOutput>;

  constructor(
    name: string,
    { host: hostSettings, site: siteSettings }: DjangoServerArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("django-droplet:index:DjangoServer", name, {}, options);
    const { project, unit, workers } = siteSettings;
    const warning = workersWarning(workers, hostSettings.size);
    if (warning !== undefined) void pulumi.log.warn(warning, this);

    const host = new DropletHost(
      childName(name, "host"),
      { settings: hostSettings, packages: PACKAGES },
      { parent: this },
    );
    const site = new DjangoSite(
      childName(name, project),
      { host, settings: siteSettings, ipv6: hostSettings.ipv6 },
      { parent: this },
    );
    // Last of all: whoever is no longer in the list has made room by then.
    const sites = host.remote.step(
      childName(name, "sites"),
      script(["record", "sites"], { SITES: [project] }),
      { parent: this, dependsOn: [site.activation] },
    );

    this.url = site.url;
    this.ipv4Address = host.ipv4Address;
    this.ipv6Address = host.ipv6Address;
    this.release = site.release;
    const { serviceStatus, capacity } = readStatus({
      project,
      unit,
      connection: host.connection,
      hostHeader: site.hostHeader,
      recordDigest: site.recordDigest,
      size: hostSettings.size,
      after: sites,
    });
    this.serviceStatus = serviceStatus;
    this.capacity = capacity;
    this.registerOutputs({ url: this.url, release: this.release });
  }
}
