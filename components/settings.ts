import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readSource, wsgiPackages, type Source } from "./app/source";
import type { Size } from "./host/sizes";
import { apiEndpoint, type CloudName } from "./settings/endpoint";
import { chooseProject, chooseUnit, chooseUser } from "./settings/names";
import type { Values } from "./settings/keys";
import { Problems } from "./settings/problems";
import { readValues } from "./settings/read-values";
import { allowedCidrs } from "./settings/ssh";
import { chooseWorkers } from "./settings/workers";

/** The machine. */
export interface HostSettings {
  region: string;
  size: Size;
  /** A slug, or a snapshot's number. */
  image: string;
  ipv6: boolean;
  /** Networks in CIDR notation, at least one. */
  sshAllowedCidrs: string[];
  /** OpenSSH public keys of people, beside the stack's own. */
  authorizedKeys: string[];
  backups: boolean;
  /** Whether a change may replace the droplet. */
  allowReplace: boolean;
  /** When the stack may be destroyed: ISO 8601 in UTC, to the second. Absent: never. */
  expiresAt?: string;
}

/** The one site on it. */
export interface SiteSettings {
  /** The package with wsgi.py; names the folders on the host. */
  project: string;
  user: string;
  /** Without `.service`. */
  unit: string;
  /** Absent: the site answers by the host's addresses. */
  domain?: string;
  /** Of gunicorn, on the loopback addresses. */
  port: number;
  workers: number;
  source: Source;
  /** Directives of [Service], over the program's own. */
  unitOverrides: Record<string, string>;
}

/** A stack's config, checked, with nothing left to default. */
export interface Settings {
  cloud: CloudName;
  /** An origin: `https://api.digitalocean.com`, or the local cloud's. */
  apiEndpoint: string;
  host: HostSettings;
  site: SiteSettings;
}

/** Where the settings are read; by default as the program runs. */
export interface Context {
  env?: NodeJS.ProcessEnv;
  /** The folder with Pulumi.yaml, which relative paths start from. */
  projectRoot?: string;
}

/**
 * Reads and checks the stack's config, the only place that does. No connection is made.
 *
 * @throws pulumi.RunError with one line for each thing that is wrong
 */
export function readSettings(context: Context = {}): Settings {
  const { env = process.env, projectRoot = resolve(__dirname, "..") } = context;
  const problems = new Problems();
  const values = readValues(pulumi.runtime.allConfig(), problems);
  const { cloud, size } = values;

  const endpoint = problems.check(["cloud"], () => apiEndpoint(cloud, env));
  const sshAllowedCidrs = problems.check(["cloud", "sshAllowedCidrs"], () =>
    allowedCidrs(values.sshAllowedCidrs, cloud),
  );
  const workers = problems.check(["workers", "size"], () => chooseWorkers(values.workers, size));
  const source = problems.check(["source", "project", "requirements"], () =>
    readSource(resolve(projectRoot, values.source.directory), values),
  );
  const names = source && nameSite(values, source, problems);

  const { lines } = problems;
  if (
    lines.length > 0 ||
    !cloud ||
    !endpoint ||
    !sshAllowedCidrs ||
    !workers ||
    !source ||
    !names
  ) {
    throw new pulumi.RunError(lines.join("\n"));
  }
  const { region, image, ipv6, authorizedKeys, backups, allowReplace, expiresAt } = values;
  const { domain, port, unitOverrides } = values;
  return {
    cloud,
    apiEndpoint: endpoint,
    host: {
      ...{ region, size, image, ipv6, sshAllowedCidrs, authorizedKeys, backups, allowReplace },
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
    site: {
      ...{ ...names, port, workers, source, unitOverrides },
      ...(domain === undefined ? {} : { domain }),
    },
  };
}

/** Each name is checked for itself, so that two wrong ones give two lines. */
function nameSite(
  values: Values,
  source: Source,
  problems: Problems,
): Pick<SiteSettings, "project" | "user" | "unit"> | undefined {
  const packages = wsgiPackages(source.files);
  const project = problems.check(["project"], () =>
    chooseProject(values.project, source.directory, packages),
  );
  if (project === undefined) return undefined;
  const user = problems.check(["user"], () => chooseUser(values.user, project));
  const unit = problems.check(["unit"], () => chooseUnit(values.unit, project));
  return user === undefined || unit === undefined ? undefined : { project, user, unit };
}
