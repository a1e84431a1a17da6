import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { extraRequirements } from "./app/extra-requirements";
import { recordDigest, renderRecord } from "./app/record";
import { releaseId, virtualenvId } from "./app/release";
import { ACTIVATION_SECONDS, activationScript, releaseScript } from "./app/scripts";
import { createSecrets } from "./app/secrets";
import { writeArchive } from "./app/source";
import { deployedSettings, siteTexts } from "./app/texts";
import { urlHosts } from "./host/address";
import type { Host } from "./host/host";
import { childName, projectPaths } from "./naming";
import { script } from "./remote/script";
import type { WebServer } from "./serve/choices";
import { sandbox } from "./serve/sandbox";
import { servingOf, type Serving } from "./serve/serving";
import type { SiteSettings } from "./settings";

/** Where archives wait for their upload; one that is there already is not written again. */
const ARCHIVES = join(__dirname, "..", ".local", "archives");

export interface DjangoSiteArgs {
  host: Host;
  settings: SiteSettings;
  ipv6: boolean;
  /** The host's. */
  webServer: WebServer;
}

/**
 * A Django project that a host serves: user and folders, source, release, staged texts, and the
 * activation that switches to all of them at once. Nothing but the activation changes what serves.
 */
export class DjangoSite extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  /** The release's name on the host. */
  readonly release: pulumi.Output<string>;
  /** What the digest of the host's record must be. */
  readonly recordDigest: pulumi.Output<string>;
  /** The Host header under which the site answers. */
  readonly hostHeader: pulumi.Output<string>;
  readonly serving: Serving;
  /** After it the site serves. */
  readonly activation: pulumi.Resource;

  constructor(name: string, args: DjangoSiteArgs, options?: pulumi.ComponentResourceOptions) {
    super("django-droplet:index:DjangoSite", name, {}, options);
    const { host, settings, ipv6, webServer } = args;
    const { project, user, source, domain } = settings;
    const { remote, steps } = host;
    const parent = this;
    this.serving = servingOf(settings, webServer);
    const allowedHosts = pulumi
      .all([host.connection.host, host.ipv6Address])
      .apply(([address, ipv6Address]) =>
        domain === undefined ? urlHosts(address, ipv6Address) : [domain],
      );
    this.hostHeader = allowedHosts.apply(([first = ""]) => first);
    this.url = pulumi.interpolate`http://${this.hostHeader}/`;

    const account = remote.step(
      childName(name, "account"),
      script(["account"], { PROJECT: project, USER_NAME: user }),
      { parent, dependsOn: [steps.ready] },
    );
    const onceThere = { parent, dependsOn: [account] };

    const upload = remote.upload(
      childName(name, "source"),
      writeArchive(source, ARCHIVES),
      `/var/lib/django-droplet/sites/${project}/sources/${source.digest}.tar.gz`,
      onceThere,
    );

    const stage = (kind: string, text: string) =>
      remote.stage(childName(name, kind), `${project}/${kind}`, text, onceThere);
    const secrets = remote.stageSecret(
      childName(name, "secrets"),
      `${project}/secrets`,
      createSecrets(name, this),
      onceThere,
    );
    const managedSettings = stage("settings", deployedSettings(settings, webServer));
    const confinement = sandbox(user, projectPaths(project), settings.unitOverrides);
    const texts = siteTexts(settings, confinement, { ipv6, webServer }).map(
      ({ text, ...place }) => ({ place, ...stage(place.kind, text) }),
    );

    const requirements = extraRequirements(settings, webServer);
    const contents = pulumi.all([secrets.digest, host.image]).apply(([digest, image]) => ({
      source: source.digest,
      virtualenv: virtualenvId(source.requirements.digest, requirements, image),
      settings: managedSettings.digest,
      secrets: digest,
    }));
    this.release = contents.apply(releaseId);
    const built = remote.step(
      childName(name, "release"),
      pulumi
        .all([this.release, contents])
        .apply(([release, parts]) =>
          releaseScript({ site: settings, confinement, release, contents: parts, requirements }),
        ),
      {
        parent,
        dependsOn: [
          steps.installed,
          steps.guard,
          upload,
          managedSettings.resource,
          secrets.resource,
        ],
      },
    );

    const record = pulumi.all([this.release, contents]).apply(([release, parts]) =>
      renderRecord({
        release,
        ...parts,
        texts: texts.map(({ place, digest }) => ({ ...place, digest })),
      }),
    );
    this.recordDigest = record.apply(recordDigest);
    this.activation = remote.step(
      childName(name, "activation"),
      pulumi.all([this.release, record, allowedHosts]).apply(([release, text, hosts]) =>
        activationScript({
          site: settings,
          serving: this.serving,
          confinement,
          release,
          record: text,
          shared: host.shared,
          allowedHosts: hosts,
        }),
      ),
      {
        parent,
        dependsOn: [built, steps.web, ...texts.map(({ resource }) => resource)],
        seconds: ACTIVATION_SECONDS,
      },
    );

    this.registerOutputs({
      project,
      serving: this.serving,
      url: this.url,
      release: this.release,
      hostHeader: this.hostHeader,
      recordDigest: this.recordDigest,
    });
  }
}
