import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { isLasting } from "../guards/lasting";
import { childName } from "../naming";
import { SSH_PORT } from "../remote/host-key";
import { RemoteHost } from "../remote/remote-host";
import { ROOT } from "../remote/root";
import { hostFile, script } from "../remote/script";
import type { HostSettings } from "../settings";
import { shortIpv6 } from "./address";
import { createAlerts } from "./alerts";
import { renderCloudInit, SSHD_CONFIG } from "./cloud-init";
import { expiryTag } from "./expiry-tag";
import { firewallRules } from "./firewall";
import type { Connection, Host, HostArgs, HostSteps } from "./host";
import { warnOfIgnoredChanges, warnOfOldImage } from "./ignored-changes";
import { stackOnHost } from "./stack-on-host";
import { prepareHost } from "./steps";

/**
 * A machine: a droplet that is firewalled before it boots, whose host key is pinned from the first
 * byte, and which has the packages that its sites need. It knows nothing of Django.
 */
export class DropletHost extends pulumi.ComponentResource implements Host {
  readonly ipv4Address: pulumi.Output<string>;
  /** Empty without IPv6. */
  readonly ipv6Address: pulumi.Output<string>;
  /** What the droplet was made from, which is the setting only as long as nobody changes that. */
  readonly image: pulumi.Output<string>;
  readonly connection: Connection;
  readonly remote: RemoteHost;
  readonly shared = false;
  readonly steps: HostSteps;

  constructor(
    name: string,
    args: HostArgs<HostSettings> & { label: string },
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("django-droplet:index:DropletHost", name, {}, options);
    const { settings } = args;
    const parent = this;
    const protect = isLasting(settings);

    const loginKey = createKey("login-key");
    const hostKey = createKey("host-key");
    const droplet = createDroplet();
    this.image = droplet.image;
    this.ipv4Address = droplet.ipv4Address;
    this.ipv6Address = settings.ipv6 ? droplet.ipv6Address.apply(shortIpv6) : pulumi.output("");
    this.connection = {
      host: droplet.ipv4Address,
      ...{ port: SSH_PORT, user: ROOT },
      privateKey: loginKey.privateKeyOpenssh,
      hostKey: hostKey.publicKeyOpenssh.apply((key) => key.trim()),
    };
    this.remote = new RemoteHost({
      connection: {
        ...this.connection,
        // About two minutes of tries: a machine that was just made, or that reboots.
        dialErrorLimit: 30,
        perDialTimeout: 15,
      },
      machineId: droplet.id,
    });
    this.steps = prepareHost({
      ...args,
      ...{ parent, name, remote: this.remote },
      ready: loginKey.publicKeyOpenssh.apply((key) => readyScript(settings.authorizedKeys, key)),
      shared: this.shared,
    });
    this.registerOutputs({
      ipv4Address: this.ipv4Address,
      ipv6Address: this.ipv6Address,
      // For `npm run ssh` and `npm run status`, which read the state.
      connection: pulumi.secret(this.connection),
    });

    function createKey(suffix: string): tls.PrivateKey {
      // Without them nobody gets to the droplet's data any more.
      const options = { parent, protect };
      return new tls.PrivateKey(childName(name, suffix), { algorithm: "ED25519" }, options);
    }

    function createDroplet(): digitalocean.Droplet {
      // Tags are account-wide, so its name is generated too. The firewall holds for the tag before
      // the droplet exists: at no moment is the host open.
      const tag = new digitalocean.Tag(childName(name, "tag"), {}, { parent });
      const firewall = new digitalocean.Firewall(
        childName(name, "firewall"),
        { tags: [tag.name], ...firewallRules(settings.sshAllowedCidrs) },
        { parent },
      );
      const sshKey = new digitalocean.SshKey(
        childName(name, "ssh-key"),
        { publicKey: loginKey.publicKeyOpenssh },
        { parent },
      );
      const userData = pulumi
        .all([hostKey.privateKeyOpenssh, hostKey.publicKeyOpenssh])
        .apply(([hostKeyPrivate, hostKeyPublic]) =>
          renderCloudInit({ hostKeyPrivate, hostKeyPublic }),
        );
      const droplet = new digitalocean.Droplet(
        childName(name, "droplet"),
        {
          region: settings.region,
          size: settings.size.slug,
          image: settings.image,
          ipv6: settings.ipv6,
          backups: settings.backups,
          monitoring: true,
          sshKeys: [sshKey.id],
          tags: [tag.name, ...(settings.expiresAt ? [expiryTag(settings.expiresAt)] : [])],
          userData,
        },
        {
          parent,
          dependsOn: [firewall],
          // Any of these would mean another machine: its disk and its address would be lost.
          ignoreChanges: [
            ...(settings.allowReplace ? [] : ["userData", "sshKeys", "image", "monitoring"]),
            // Taking IPv6 away from a droplet would replace it: only binds and sites change.
            ...(settings.ipv6 ? [] : ["ipv6"]),
          ],
          protect,
        },
      );
      if (!settings.allowReplace) {
        warnOfIgnoredChanges(droplet, { image: settings.image, userData, sshKeys: [sshKey.id] });
        warnOfOldImage(droplet, settings.image);
      }
      const { size, alertEmails: emails } = settings;
      // After the droplet: on a tag that nothing carries yet, a policy watches nothing.
      createAlerts(
        name,
        { size, label: args.label, emails, tag: tag.name },
        { parent, dependsOn: [droplet] },
      );
      return droplet;
    }
  }
}

function readyScript(authorizedKeys: readonly string[], loginKey: string): string {
  return script(["first-boot", "folders", "ready"], {
    STACK: stackOnHost(pulumi.getProject(), pulumi.getStack(), loginKey),
    STAGE_HELPER: hostFile("django-droplet-stage"),
    AUTHORIZED_KEYS: authorizedKeys,
    SSHD_CONFIG,
  });
}
