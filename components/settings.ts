import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Source } from "./app/source";
import type { Size } from "./host/sizes";
import type { WorkerClass } from "./serve/app-server";
import type { AppServerName, SupervisorName, WebServer } from "./serve/choices";
import { apiEndpoint, type CloudName } from "./settings/endpoint";
import {
  chooseAccess,
  namesServer,
  refuseDropletKeys,
  type Access,
} from "./settings/existing-host";
import type { Values } from "./settings/keys";
import { Problems } from "./settings/problems";
import { readValues } from "./settings/read-values";
import { withoutSecretOverrides } from "./settings/secret-overrides";
import { readSecrets, stackFileIn, type Secrets } from "./settings/secrets";
import { chooseSites } from "./settings/sites";
import { allowedCidrs } from "./settings/ssh";

/** What any machine has, whoever made it. */
export interface MachineSettings {
  ipv6: boolean;
  webServer: WebServer;
  /** OpenSSH public keys of people, beside the stack's own. */
  authorizedKeys: string[];
}

/** A droplet, which the program makes. */
export interface HostSettings extends MachineSettings {
  region: string;
  size: Size;
  /** A slug, or a snapshot's number. */
  image: string;
  /** Networks in CIDR notation, at least one. */
  sshAllowedCidrs: string[];
  backups: boolean;
  /** E-mail addresses of those who are told of trouble; none: there are no alerts. */
  alertEmails: string[];
  /** US dollars that the stack may cost a month. Absent: any. */
  monthlyBudgetUsd?: number;
  /** Whether a change may replace the droplet. */
  allowReplace: boolean;
  /** When the stack may be destroyed: ISO 8601 in UTC, to the second. Absent: never. */
  expiresAt?: string;
}

/** A server that is there already. */
export interface ExistingHostSettings extends MachineSettings {
  access: Access;
}

/** A site on it. */
export interface SiteSettings {
  /** The package with wsgi.py; names the folders on the host. */
  project: string;
  user: string;
  appServer: AppServerName;
  supervisor: SupervisorName;
  /**
   * The systemd service's name, without `.service`, or supervisor's program's; `apache2` for
   * mod_wsgi, whose processes are Apache's.
   */
  unit: string;
  /** Absent: the site answers by the host's addresses. */
  domain?: string;
  /**
   * The application server's, on the loopback addresses. 80 where there is nothing between it and
   * the clients: without a web server, and for mod_wsgi, which has no port but Apache's.
   */
  port: number;
  /** Processes that serve. */
  workers: number;
  /** gunicorn's; for the others it only says whether there are threads. */
  workerClass: WorkerClass;
  /** Of each worker. */
  threads: number;
  source: Source;
  /** Directives of [Service], over the program's own. */
  unitOverrides: Record<string, string>;
}

/** A stack whose droplet the program makes. */
export interface DropletSettings {
  cloud: CloudName;
  /** An origin: `https://api.digitalocean.com`, or the local cloud's. */
  apiEndpoint: string;
  host: HostSettings;
}

/** A stack on a server that is there already: no cloud is asked for anything. */
export interface ServerSettings {
  cloud?: undefined;
  apiEndpoint?: undefined;
  host: ExistingHostSettings;
}

/** A stack's config, checked, with nothing left to default. */
export type Settings = (DropletSettings | ServerSettings) & {
  /** At least one; no two share a project, user, unit, port or domain. */
  sites: SiteSettings[];
};

/** Where the settings are read; by default as the program runs. */
export interface Context {
  env?: NodeJS.ProcessEnv;
  /** The folder with Pulumi.yaml, which relative paths start from. */
  projectRoot?: string;
  /** Whose file tells what in a list or an object is a secret. */
  stack?: string;
}

/**
 * Reads and checks the stack's config, the only place that does. No connection is made.
 *
 * @throws pulumi.RunError with one line for each thing that is wrong
 */
export function readSettings(context: Context = {}): Settings {
  const { env = process.env, projectRoot = resolve(__dirname, "..") } = context;
  const { stack = pulumi.getStack() } = context;
  const problems = new Problems();
  const secrets = readSecrets(env, stackFileIn(projectRoot, stack));
  const config = withoutSecretOverrides(pulumi.runtime.allConfig(), secrets, problems);
  const values = readValues(config, problems);
  const { webServer, size } = values;
  // One that is wrong is meant all the same.
  const server = problems.check(["host"], () => namesServer(values)) ?? true;
  const surroundings = { projectRoot, webServer, size: server ? undefined : size };

  const place = server ? onServer(values, secrets, problems) : inCloud(values, env, problems);
  const sites = problems.check(["sites"], () => chooseSites(values, surroundings, problems));

  const { lines } = problems;
  if (lines.length > 0 || !place || !sites) throw new pulumi.RunError(lines.join("\n"));
  return { ...place, sites };
}

function inCloud(
  values: Values,
  env: NodeJS.ProcessEnv,
  problems: Problems,
): DropletSettings | undefined {
  const { cloud } = values;
  const endpoint = problems.check(["cloud"], () => apiEndpoint(cloud, env));
  const sshAllowedCidrs = problems.check(["cloud", "sshAllowedCidrs"], () =>
    allowedCidrs(values.sshAllowedCidrs, cloud),
  );
  if (!cloud || !endpoint || !sshAllowedCidrs) return undefined;
  const { region, size, image, ipv6, webServer, authorizedKeys } = values;
  const { backups, allowReplace, monthlyBudgetUsd, expiresAt } = values;
  return {
    cloud,
    apiEndpoint: endpoint,
    host: {
      ...{ region, size, image, ipv6, webServer, sshAllowedCidrs, authorizedKeys },
      ...{ backups, alertEmails: [...new Set(values.alertEmails)], allowReplace },
      ...(monthlyBudgetUsd === undefined ? {} : { monthlyBudgetUsd }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  };
}

function onServer(
  values: Values,
  secrets: Secrets,
  problems: Problems,
): ServerSettings | undefined {
  const { webServer, authorizedKeys } = values;
  refuseDropletKeys(values, problems);
  const access = chooseAccess(values, !secrets.has("host"), problems);
  if (!access) return undefined;
  const ipv6 = access.ipv6Address !== undefined;
  return { host: { access, ipv6, webServer, authorizedKeys } };
}
