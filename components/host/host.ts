import type * as pulumi from "@pulumi/pulumi";
import type { RemoteHost } from "../remote/remote-host";

/** What a person or a later reading needs to reach the host; secret as a whole. */
export interface Connection {
  host: pulumi.Output<string>;
  port: number;
  /** Whoever is not root has to be let by sudo. */
  user: string;
  privateKey: pulumi.Output<string>;
  hostKey: pulumi.Output<string>;
}

/** What later steps wait for, each for what it needs and no more. */
export interface HostSteps {
  /** Folders and helpers are there. */
  ready: pulumi.Resource;
  /** The packages are there. */
  installed: pulumi.Resource;
  /** The web server is there; the only thing that serves before the first activation. */
  web: pulumi.Resource;
  /** What has to be kept from the code of projects is: before that, none of it may run. */
  guard: pulumi.Resource;
}

/** What is asked of a host that sites are put on. */
export interface HostArgs<Settings> {
  settings: Settings;
  /** Debian packages that the host's sites need. */
  packages: readonly string[];
  /** Whether one of them runs in Apache. */
  modWsgi: boolean;
}

/** A machine that sites can be put on, whoever made it. It knows nothing of Django. */
export interface Host extends pulumi.ComponentResource {
  /** Empty where there is none, or only a name is known. */
  readonly ipv4Address: pulumi.Output<string>;
  /** Empty without IPv6. */
  readonly ipv6Address: pulumi.Output<string>;
  /** What its system was made from: virtualenvs of another one do not run on it. */
  readonly image: pulumi.Output<string>;
  readonly connection: Connection;
  readonly remote: RemoteHost;
  /** Whether others may have something on it, which stays as it is. */
  readonly shared: boolean;
  readonly steps: HostSteps;
}
