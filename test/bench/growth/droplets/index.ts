import { resolve } from "node:path";
import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import { DjangoServer } from "../../../../components/django-server";
import { guard } from "../../../../components/guards/guard";
import { readSettings, type Settings } from "../../../../components/settings";

// A program of somebody's own, who wants the same server several times: everything but this file is
// the project's.

const settings = readSettings({ projectRoot: resolve(__dirname, "..", "..", "..", "..") });
guard(settings);

const count = new pulumi.Config("growth").requireNumber("droplets");
const options = { providers: providers(settings) };
const servers = Array.from({ length: count }, (_, index) => {
  const name = `server-${index + 1}`;
  return new DjangoServer(name, { ...settings, label: `${pulumi.getStack()}, ${name}` }, options);
});

/** Where the servers answer, in their order. */
export const urls = servers.flatMap(({ sites }) => Object.values(sites).map(({ url }) => url));
export const addresses = servers.map(({ ipv4Address }) => ipv4Address);

function providers({ apiEndpoint }: Settings): Record<string, pulumi.ProviderResource> {
  if (apiEndpoint === undefined) return {};
  return { digitalocean: new digitalocean.Provider("digitalocean", { apiEndpoint }) };
}
