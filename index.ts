import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import { DjangoServer } from "./components/django-server";
import { guard } from "./components/guards/guard";
import { costsOf, totalUsd } from "./components/host/cost";
import { readSettings } from "./components/settings";

const settings = readSettings();
guard(settings);

// Explicit, so that no setting of the environment decides which cloud it is.
const provider = new digitalocean.Provider("digitalocean", { apiEndpoint: settings.apiEndpoint });

const server = new DjangoServer("django", settings, { providers: { digitalocean: provider } });

// Of several sites the first one stands here; `sites` has them all.
const [site] = Object.values(server.sites);

/** Where the site answers. */
export const url = site?.url;
export const ipv4Address = server.ipv4Address;
export const ipv6Address = server.ipv6Address;
export const sshCommand = pulumi.interpolate`npm run ssh -- --stack ${pulumi.getStack()}`;
/** What its supervisor says of the service; read after every `up`. */
export const serviceStatus = site?.serviceStatus;
/** Whether the machine has the size that it should have; read after every `up`. */
export const capacity = server.capacity;
/** The release that serves, by its name on the host. */
export const release = site?.release;
/** Each site's url, release and serviceStatus by its project; empty where there is one site. */
export const sites = settings.sites.length > 1 ? server.sites : {};
const { asOf, items } = costsOf(settings);
/** What costs how much, by the bundled table of sizes; the local cloud costs nothing. */
export const monthlyCostItems = {
  asOf,
  items:
    settings.cloud === "local" ? {} : Object.fromEntries(items.map(({ what, usd }) => [what, usd])),
};
/** The items together. */
export const monthlyCostUsd = settings.cloud === "local" ? 0 : totalUsd({ items });
/** When the stack may be destroyed; empty: never. */
export const expiresAt = settings.host.expiresAt ?? "";
