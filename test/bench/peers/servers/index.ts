import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { DjangoServer } from "../../../../components/django-server";
import { guard } from "../../../../components/guards/guard";
import { readSettings } from "../../../../components/settings";
import type { Named } from "../pulumi-servers";

// A program of somebody's own, who has several servers that one key opens: everything but this file
// is the project's. What they have in common is the config's, `host` is the first of them.

const settings = readSettings({ projectRoot: resolve(__dirname, "..", "..", "..", "..") });
guard(settings);
if (settings.cloud !== undefined) throw new pulumi.RunError("django-droplet:host: not set");
const { host, sites } = settings;

const servers = new pulumi.Config("servers")
  .requireObject<Named[]>("all")
  .map(({ name, address, ipv6, hostKey }) => {
    const access = { ...host.access, address, ipv6Address: ipv6, hostKey };
    return new DjangoServer(name, { host: { ...host, access }, sites, label: name });
  });

/** Where the servers answer, in their order. */
export const urls = servers.flatMap((server) => Object.values(server.sites).map(({ url }) => url));
