import { z } from "zod";
import { parseAuthorizedKey } from "./authorized-key";
import { parseCidr } from "./cidr";
import { parseDomain } from "./domain";
import { parseInstant } from "./expiry";
import { parseImage, parseSize, REGIONS } from "./droplet";
import { parseProject, parseUnit, parseUser } from "./names";
import { parseDirective, parseDirectiveValue } from "./unit-overrides";
import { flag, integer, list, map, object, oneOf, parsed } from "./values";
import { parseWorkers } from "./workers";

const text = () => parsed((value) => value);

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
  project: parsed(parseProject).optional().meta({
    type: "string",
    description:
      "The Django project: the package with wsgi.py. Default: the only one in the source",
  }),
  user: parsed(parseUser).optional().meta({
    type: "string",
    description: "The system user that runs the project. Default: the project's name",
  }),
  unit: parsed(parseUnit).optional().meta({
    type: "string",
    description: "The systemd unit, without .service. Default: the project's name",
  }),
  source: object({ directory: text() }, "pulumi config set --path source.directory FOLDER")
    .prefault('{"directory":"examples/hello"}')
    .meta({
      description: "Where the project is: {directory} with manage.py, relative to Pulumi.yaml",
    }),
  requirements: text().optional().meta({
    type: "string",
    description:
      "pip's requirements file in the source. Default: requirements.txt, if there is one",
  }),
  domain: parsed(parseDomain).optional().meta({
    type: "string",
    description: "The site's host name. Default: none; the site answers by the droplet's addresses",
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
  sshAllowedCidrs: list(parsed(parseCidr), "sshAllowedCidrs", "203.0.113.7/32")
    .prefault("[]")
    .meta({
      description: "Networks that may reach port 22. No default on digitalocean; on local: all",
    }),
  authorizedKeys: list(parsed(parseAuthorizedKey), "authorizedKeys", "'ssh-ed25519 AAAA… name'")
    .prefault("[]")
    .meta({
      description: "OpenSSH public keys of people who may log in as root, beside the stack's own",
    }),
  workers: parsed(parseWorkers).prefault("auto").meta({
    type: "string",
    description: "How many gunicorn workers: a number, or auto, by the size's cores and memory",
  }),
  port: integer(1024, 65535, "a port that an ordinary user may open").prefault("8000").meta({
    type: "integer",
    description: "The port that gunicorn has on the loopback addresses",
  }),
  unitOverrides: map(
    parseDirective,
    parseDirectiveValue,
    "pulumi config set --path unitOverrides.MemoryMax 400M",
  )
    .prefault("{}")
    .meta({ description: "Directives of the unit's [Service] section, over the program's own" }),
  backups: flag().prefault("false").meta({
    type: "boolean",
    description: "Whether DigitalOcean backs the droplet up, at an extra cost",
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
