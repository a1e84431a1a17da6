import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import { DjangoServer } from "./components/django-server";
import { guard } from "./components/guards/guard";
import { costsOf, totalUsd } from "./components/host/cost";
import { readSettings } from "./components/settings";

const settings = readSettings();
guard(settings);

const server = new DjangoServer("django", settings, { providers: providers() });

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
const costs = settings.cloud && costsOf(settings);
/**
 * What costs how much, by the bundled table of sizes; the local cloud costs nothing, and what a server
 * that is there already costs is not known here.
 */
export const monthlyCostItems = costs && {
  asOf: costs.asOf,
  items:
    settings.cloud === "local"
      ? {}
      : Object.fromEntries(costs.items.map(({ what, usd }) => [what, usd])),
};
/** The items together. */
export const monthlyCostUsd = settings.cloud === "local" ? 0 : costs && totalUsd(costs);
/** When the stack may be destroyed; empty: never. */
export const expiresAt = (settings.cloud && settings.host.expiresAt) ?? "";

/** Explicit, so that no setting of the environment decides which cloud it is; none where none is asked. */
function providers(): Record<string, pulumi.ProviderResource> {
  if (settings.cloud === undefined) return {};
  const { apiEndpoint } = settings;
  return { digitalocean: new digitalocean.Provider("digitalocean", { apiEndpoint }) };
}
