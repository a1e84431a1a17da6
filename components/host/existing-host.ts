import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { childName } from "../naming";
import { ARRIVALS, RemoteHost } from "../remote/remote-host";
import { hostFile, script } from "../remote/script";
import type { ExistingHostSettings } from "../settings";
import type { Connection, Host, HostArgs, HostSteps } from "./host";
import { stackOnHost } from "./stack-on-host";
import { prepareHost } from "./steps";

export interface ExistingHostArgs extends HostArgs<ExistingHostSettings> {
  /** Projects that would answer to every name and address. */
  nameless: readonly string[];
}

/**
 * A server that is there already, and may serve others: nothing of it is made, deleted or replaced,
 * and what the program has not put there stays. Destroying the stack leaves it as it is.
 */
export class ExistingHost extends pulumi.ComponentResource implements Host {
  readonly ipv4Address: pulumi.Output<string>;
  readonly ipv6Address: pulumi.Output<string>;
  readonly image: pulumi.Output<string>;
  readonly connection: Connection;
  readonly remote: RemoteHost;
  readonly shared = true;
  readonly steps: HostSteps;

  constructor(name: string, args: ExistingHostArgs, options?: pulumi.ComponentResourceOptions) {
    super("django-droplet:index:ExistingHost", name, {}, options);
    const { settings } = args;
    const { address, ipv6Address = "", port, user, hostKey, privateKey, system } = settings.access;
    this.ipv4Address = pulumi.output(isIP(address) === 4 ? address : "");
    this.ipv6Address = pulumi.output(ipv6Address);
    this.image = pulumi.output(system);
    this.connection = {
      host: pulumi.output(address),
      ...{ port, user },
      privateKey: pulumi.secret(privateKey),
      hostKey: pulumi.output(hostKey),
    };
    this.remote = new RemoteHost({
      // Ten seconds of tries: a server that is there answers, and a wrong key is to be told at once.
      connection: { ...this.connection, dialErrorLimit: 10, perDialTimeout: 15 },
      // A system that was set up anew has another key.
      machineId: `${address} ${hostKey}`,
    });
    const mark = new random.RandomPassword(
      childName(name, "mark"),
      { length: 32 },
      { parent: this },
    );
    this.steps = prepareHost({
      ...args,
      ...{ parent: this, name, remote: this.remote },
      ready: pulumi.unsecret(mark.result.apply((own) => readyScript(args, own))),
      shared: this.shared,
    });
    this.registerOutputs({
      ipv4Address: this.ipv4Address,
      ipv6Address: this.ipv6Address,
      // For `npm run ssh` and `npm run status`, which read the state.
      connection: pulumi.secret(this.connection),
    });
  }
}

function readyScript({ settings, nameless }: ExistingHostArgs, mark: string): string {
  const { webServer, authorizedKeys, access } = settings;
  return script(["first-boot", "web-servers", "record", "folders", "others", "fit", "take-over"], {
    STACK: stackOnHost(pulumi.getProject(), pulumi.getStack(), mark),
    STAGE_HELPER: hostFile("django-droplet-stage"),
    AUTHORIZED_KEYS: authorizedKeys,
    LOGIN: access.user,
    ARRIVALS,
    W: webServer,
    ALONE: false,
    NAMELESS: nameless,
    ADDRESSES: [access.address, access.ipv6Address ?? ""].filter((address) => isIP(address) !== 0),
  });
}
