import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../naming";
import type { RemoteHost } from "../remote/remote-host";
import { script } from "../remote/script";
import type { MachineSettings } from "../settings";
import { webServerStep } from "../web/install";
import type { HostArgs, HostSteps } from "./host";

export interface PrepareArgs extends HostArgs<MachineSettings> {
  /** The host's component. */
  parent: pulumi.Resource;
  name: string;
  remote: RemoteHost;
  /** The first step's script: what differs from one kind of host to another. */
  ready: pulumi.Input<string>;
  /** See `Host`: what is the stack's alone its steps may have to themselves. */
  shared: boolean;
}

/** The steps that need nothing but the machine, in their order. */
export function prepareHost(args: PrepareArgs): HostSteps {
  const { parent, name, remote, settings, packages, modWsgi, shared } = args;
  const step = (
    suffix: string,
    text: pulumi.Input<string>,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource => remote.step(childName(name, suffix), text, { parent, dependsOn });

  const ready = step("ready", args.ready, []);
  const installed = step("packages", script(["apt", "packages"], { PACKAGES: packages }), [ready]);
  // One after the other: dpkg has one lock.
  const web = step("web", webServerStep({ ...settings, modWsgi, shared }), [installed]);
  // Others on a server may need the metadata service, and what it tells is not the stack's to hide.
  const guard = shared
    ? installed
    : step("metadata-guard", script(["apt", "metadata-guard"], {}), [ready]);
  return { ready, installed, web, guard };
}
