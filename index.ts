import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import { DjangoServer } from "./components/django-server";
import { monthlyCostUsd as hostCost } from "./components/host/cost";
import { readSettings } from "./components/settings";

const settings = readSettings();

// Explicit, so that no setting of the environment decides which cloud it is.
const provider = new digitalocean.Provider("digitalocean", { apiEndpoint: settings.apiEndpoint });

const server = new DjangoServer("django", settings, { providers: { digitalocean: provider } });

/** Where the site answers. */
export const url = server.url;
export const ipv4Address = server.ipv4Address;
export const ipv6Address = server.ipv6Address;
export const sshCommand = pulumi.interpolate`npm run ssh -- --stack ${pulumi.getStack()}`;
/** What systemd says of the service; read after every `up`. */
export const serviceStatus = server.serviceStatus;
/** Whether the machine has the size that it should have; read after every `up`. */
export const capacity = server.capacity;
/** The release that serves, by its name on the host. */
export const release = server.release;
/** By the bundled table of sizes; the local cloud costs nothing. */
export const monthlyCostUsd = settings.cloud === "local" ? 0 : hostCost(settings.host);
/** When the stack may be destroyed; empty: never. */
export const expiresAt = settings.host.expiresAt ?? "";
