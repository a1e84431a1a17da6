import { z } from "zod";
import { WEB_SERVERS } from "../serve/choices";
import { parseAuthorizedKey } from "./authorized-key";
import { parseCidr } from "./cidr";
import { parseEmail } from "./email";
import { parseInstant } from "./expiry";
import { hostSchema } from "./host-keys";
import { parseImage, parseSize, REGIONS } from "./droplet";
import { DEFAULT_DIRECTORY, DEFAULT_PORT, siteKeys } from "./site-keys";
import { amount, anyObject, flag, list, oneOf, parsed } from "./values";

const SITES_COMMAND = "pulumi config set --path 'sites[0].source.directory' FOLDER";

/**
 * Every config key: its check, its default (as Pulumi hands it over), its type in Pulumi.yaml and
 * its description. An empty value means: not set. Pulumi.yaml repeats default, type and description,
 * which is what `pulumi config` and its users see; a test keeps the two equal.
 *
 * Lists and objects have no type there: Pulumi's own message would say that a value "must be of type
 * 'array<string>'", where ours names the value and the command that writes a list.
 */
export const keys = {
  cloud: oneOf(["local", "digitalocean"], "a cloud").optional().meta({
    type: "string",
    description: "Where the droplet is made: local (this machine) or digitalocean. No default",
  }),
  host: hostSchema.prefault("{}").meta({
    description:
      "A server that is there already, in place of a droplet: {address, ipv6, port, user, hostKey, privateKey, system}. Default: none",
  }),
  project: siteKeys.project.optional().meta({
    type: "string",
    description:
      "The Django project: the package with wsgi.py. Default: the only one in the source",
  }),
  user: siteKeys.user.optional().meta({
    type: "string",
    description: "The system user that runs the project. Default: the project's name",
  }),
  unit: siteKeys.unit.optional().meta({
    type: "string",
    description:
      "The systemd unit, without .service, or supervisor's program. Default: the project's name",
  }),
  source: siteKeys.source.prefault(JSON.stringify({ directory: DEFAULT_DIRECTORY })).meta({
    description: "Where the project is: {directory} with manage.py, relative to Pulumi.yaml",
  }),
  requirements: siteKeys.requirements.optional().meta({
    type: "string",
    description:
      "pip's requirements file in the source. Default: requirements.txt, if there is one",
  }),
  domain: siteKeys.domain.optional().meta({
    type: "string",
    description: "The site's host name. Default: none; the site answers by the droplet's addresses",
  }),
  sites: list(anyObject(SITES_COMMAND), SITES_COMMAND).prefault("[]").meta({
    description:
      "Several sites: a list of {source, project, user, unit, requirements, domain, port} and their own choices. Default: one site, of the keys beside this one",
  }),
  region: oneOf(REGIONS, "a region of DigitalOcean").prefault("fra1").meta({
    type: "string",
    description: "DigitalOcean's region, by its slug",
  }),
  size: parsed(parseSize).prefault("s-1vcpu-1gb").meta({
    type: "string",
    description: "The droplet's size, by its slug: one of components/host/sizes.tsv",
  }),
  image: parsed(parseImage).prefault("debian-13-x64").meta({
    type: "string",
    description: "The droplet's image: the slug of a Debian or Ubuntu, or a snapshot's number",
  }),
  ipv6: flag().prefault("true").meta({
    type: "boolean",
    description:
      "Whether the droplet has an IPv6 address; it is never taken back from one that has",
  }),
  sshAllowedCidrs: list(
    parsed(parseCidr),
    "pulumi config set --path 'sshAllowedCidrs[0]' 203.0.113.7/32",
  )
    .prefault("[]")
    .meta({
      description: "Networks that may reach port 22. No default on digitalocean; on local: all",
    }),
  authorizedKeys: list(
    parsed(parseAuthorizedKey),
    "pulumi config set --path 'authorizedKeys[0]' 'ssh-ed25519 AAAA… name'",
  )
    .prefault("[]")
    .meta({
      description: "OpenSSH public keys of people who may log in as root, beside the stack's own",
    }),
  appServer: siteKeys.appServer.prefault("gunicorn").meta({
    type: "string",
    description: "What runs the project's code: gunicorn, uwsgi or mod_wsgi (in Apache)",
  }),
  webServer: oneOf(WEB_SERVERS, "a web server").prefault("nginx").meta({
    type: "string",
    description:
      "What answers on port 80: nginx, apache, or none (the application server itself, for one site)",
  }),
  supervisor: siteKeys.supervisor.prefault("systemd").meta({
    type: "string",
    description: "What starts the application server, and starts it again: systemd or supervisor",
  }),
  workers: siteKeys.workers.prefault("auto").meta({
    type: "string",
    description: "How many processes serve: a number, or auto, by the size's cores and memory",
  }),
  workerClass: siteKeys.workerClass.optional().meta({
    type: "string",
    description:
      "How gunicorn's workers serve: sync, gthread or gevent. Default: sync; gthread with threads",
  }),
  threads: siteKeys.threads.prefault("1").meta({
    type: "integer",
    description: "How many threads each process serves with, up to 64",
  }),
  port: siteKeys.port.prefault(String(DEFAULT_PORT)).meta({
    type: "integer",
    description:
      "The application server's port on the loopback addresses; without a web server it has port 80",
  }),
  unitOverrides: siteKeys.unitOverrides.prefault("{}").meta({
    description: "Directives of the unit's [Service] section, over the program's own",
  }),
  backups: flag().prefault("false").meta({
    type: "boolean",
    description: "Whether DigitalOcean backs the droplet up, at an extra cost",
  }),
  alertEmails: list(parsed(parseEmail), "pulumi config set --path 'alertEmails[0]' ada@example.com")
    .prefault("[]")
    .meta({
      description:
        "Who is told by DigitalOcean when load, memory or disk are above their limits, or a site is down. Default: nobody",
    }),
  monthlyBudgetUsd: amount("a number of US dollars, such as 12 or 7.20").optional().meta({
    type: "string",
    description: "US dollars that the stack may cost a month; more is refused. Default: no limit",
  }),
  allowReplace: flag().prefault("false").meta({
    type: "boolean",
    description: "Whether a change may replace the droplet, whose disk and address are lost then",
  }),
  expiresAt: parsed(parseInstant).optional().meta({
    type: "string",
    description: "When the stack may be destroyed, in ISO 8601. Default: never",
  }),
};

export const schema = z.object(keys);

/** The values of all keys, each checked by itself. */
export type Values = z.output<typeof schema>;
