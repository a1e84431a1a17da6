import * as pulumi from "@pulumi/pulumi";
import { DjangoSite } from "./django-site";
import type { CapacityOutput } from "./health/capacity/capacity";
import { readStatuses } from "./health/read-status";
import type { ServiceStatus } from "./health/service-status";
import { DestroyGuard } from "./guards/destroy-guard";
import { isLasting } from "./guards/lasting";
import { costsOf } from "./host/cost";
import { DropletHost } from "./host/droplet-host";
import { ExistingHost } from "./host/existing-host";
import type { Host } from "./host/host";
import { watchUptime } from "./host/uptime";
import { childName } from "./naming";
import { script } from "./remote/script";
import type { Settings, SiteSettings } from "./settings";
import { choicesWarnings } from "./settings/choices-warnings";
import { workersWarnings } from "./settings/workers";

/** What every site needs from Debian: the virtualenvs, metadata guard, rotation, probes. */
const PACKAGES = ["python3-venv", "nftables", "logrotate", "curl"];

export interface DjangoServerArgs extends Pick<Settings, "host" | "sites"> {
  /**
   * What alerts call the server, where a program has several.
   * @default the stack's name
   */
  label?: string;
}

/** What a stack tells of one of its sites. */
export interface SiteOutputs {
  url: pulumi.Output<string>;
  release: pulumi.Output<string>;
  serviceStatus: pulumi.Output<ServiceStatus>;
}

/**
 * A server that runs Django projects, as the chapter does it: a machine (DropletHost or
 * ExistingHost), the projects on it (a DjangoSite each), and what the host says of their services.
 */
export class DjangoServer extends pulumi.ComponentResource {
  readonly ipv4Address: pulumi.Output<string>;
  /** Empty without IPv6. */
  readonly ipv6Address: pulumi.Output<string>;
  /** Whether the machine is as large as it should be. */
  readonly capacity: pulumi.Output<CapacityOutput>;
  /** By project, in the order of the settings. */
  readonly sites: Readonly<Record<string, SiteOutputs>>;

  constructor(
    name: string,
    { host: hostSettings, sites: siteSettings, label = pulumi.getStack() }: DjangoServerArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("django-droplet:index:DjangoServer", name, {}, options);
    const { ipv6, webServer } = hostSettings;
    const droplet = "access" in hostSettings ? undefined : hostSettings;
    const warnings = [
      ...(droplet ? workersWarnings(siteSettings, droplet.size) : []),
      ...choicesWarnings(siteSettings, webServer),
    ];
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const host = this.createHost(childName(name, "host"), label, hostSettings, siteSettings);
    const sites = siteSettings.map((settings) => ({
      project: settings.project,
      site: new DjangoSite(
        childName(name, settings.project),
        { host, settings, ipv6, webServer },
        { parent: this },
      ),
    }));
    if (droplet) {
      const { region, alertEmails: emails } = droplet;
      for (const { project, site } of sites) {
        // Once it serves: before that it would be found down.
        const options = { parent: site, dependsOn: [site.activation] };
        watchUptime(
          childName(name, project),
          { project, label, url: site.url, region, emails },
          options,
        );
      }
    }
    // Last of all: whoever is no longer in the list has made room by then.
    const cleared = host.remote.step(
      childName(name, "sites"),
      script(["web-servers", "ways", "supervisor", "record", "sites"], {
        SITES: sites.map(({ project }) => project),
        // Of no meaning where the web servers are all the stack's.
        ...(host.shared && { SHARED: true, W: webServer }),
      }),
      { parent: this, dependsOn: sites.map(({ site }) => site.activation) },
    );

    new DestroyGuard(childName(name, "destroy-guard"), {
      parent: this,
      dependsOn: [host, ...sites.map(({ site }) => site), cleared],
      // The server and its data stay in any case.
      protect: droplet !== undefined && isLasting(droplet),
    });

    const { statusOf, capacity } = readStatuses({
      connection: host.connection,
      size: droplet?.size,
      sites: sites.map(({ project, site }) => ({
        project,
        serving: site.serving,
        hostHeader: site.hostHeader,
        recordDigest: site.recordDigest,
      })),
      after: cleared,
    });
    this.ipv4Address = host.ipv4Address;
    this.ipv6Address = host.ipv6Address;
    this.capacity = capacity;
    this.sites = Object.fromEntries(
      sites.map(({ project, site: { url, release } }) => [
        project,
        { url, release, serviceStatus: statusOf(project) },
      ]),
    );
    this.registerOutputs({
      sites: sites.map(({ site }) => site.url),
      // For `npm run preview`, which tells what changes.
      ...(droplet && { costs: costsOf({ host: droplet, sites: siteSettings }) }),
    });
  }

  private createHost(
    name: string,
    label: string,
    settings: DjangoServerArgs["host"],
    sites: readonly SiteSettings[],
  ): Host {
    const shared = {
      packages: packagesFor(sites),
      modWsgi: sites.some(({ appServer }) => appServer === "mod_wsgi"),
    };
    if (!("access" in settings)) {
      return new DropletHost(name, { settings, label, ...shared }, { parent: this });
    }
    const nameless = sites.filter(({ domain }) => domain === undefined);
    return new ExistingHost(
      name,
      { settings, ...shared, nameless: nameless.map(({ project }) => project) },
      { parent: this },
    );
  }
}

/** supervisor is there only where a site wants it. */
function packagesFor(sites: readonly SiteSettings[]): string[] {
  return sites.some(({ supervisor }) => supervisor === "supervisor")
    ? [...PACKAGES, "supervisor"]
    : PACKAGES;
}
