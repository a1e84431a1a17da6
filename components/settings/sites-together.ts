import { HTTP_PORT } from "../serve/choices";
import type { SiteSettings } from "../settings";
import type { Problems } from "./problems";
import { SettingError } from "./setting-error";
import { DEFAULT_PORT } from "./site-keys";
import { show } from "./wording";

/** A site, where it stands in the config (`sites[1]`), and the problems of that place. */
export interface Placed {
  place: string;
  site: SiteSettings;
  own: Problems;
}

/** Something of which each site needs one of its own. */
interface Rule {
  key: keyof SiteSettings;
  /** What no two may have; undefined: there is nothing that another one could have, too. */
  valueOf(site: SiteSettings): string | number | undefined;
  /** Why it is refused, and what to do. */
  refusal(value: string | number, first: string, freePort: number): string;
}

/** What the scripts on the host call their transient units, behind the project's name and a dash. */
export const STEPS = ["check", "migrate", "pip", "preflight"];

/** What a site without a domain has instead: all names that nobody else has. */
const ALL_NAMES = "";

const RULES: readonly Rule[] = [
  {
    key: "project",
    valueOf: ({ project }) => project,
    refusal: (project, first) =>
      `${show(project)} is the project of ${first}, too, and names folders on the server; rename the package of one of them, or give it a stack of its own`,
  },
  {
    key: "user",
    valueOf: ({ user }) => user,
    refusal: (user, first) =>
      `${show(user)} is the user of ${first}, too, and each could change the other's data; choose another: pulumi config set user NAME`,
  },
  {
    key: "unit",
    valueOf: ({ unit, appServer }) => (appServer === "mod_wsgi" ? undefined : unit),
    refusal: (unit, first) =>
      `${show(unit)} is the unit of ${first}, too; choose another: pulumi config set unit NAME`,
  },
  {
    key: "port",
    valueOf: ({ port }) => (port === HTTP_PORT ? undefined : port),
    refusal: (port, first, freePort) =>
      `${port} is the port of ${first}, too; choose another: pulumi config set port ${freePort}`,
  },
  {
    key: "domain",
    valueOf: ({ domain = ALL_NAMES }) => domain,
    refusal: (domain, first) =>
      domain === ALL_NAMES
        ? `not set, and ${first} has none either, but only one site can answer by the server's addresses; give one of them a domain: pulumi config set domain NAME`
        : `${show(domain)} is the domain of ${first}, too; choose another: pulumi config set domain NAME`,
  },
];

/**
 * Refuses sites that cannot be on one server: one line for each thing that a site has in common with
 * an earlier one. A unit may also be in the way of a site's own steps.
 */
export function checkTogether(placed: readonly Placed[]): void {
  const freePort = firstFree(placed.map(({ site }) => site.port));
  placed.forEach(({ site, own }, index) => {
    const earlier = placed.slice(0, index);
    for (const { key, valueOf, refusal } of RULES) {
      const value = valueOf(site);
      const first = earlier.find((other) => valueOf(other.site) === value);
      if (first === undefined || value === undefined) continue;
      // The names that follow from a project's would be told of twice.
      own.check(key === "user" || key === "unit" ? ["project"] : [], () => {
        throw new SettingError(key, refusal(value, first.place, freePort));
      });
    }
    const busy = placed.find(({ site: { project } }) => isStepOf(project, site.unit));
    if (busy === undefined) return;
    const reason = `${show(site.unit)} is what a step of ${busy.site.project} is called; choose another: pulumi config set unit NAME`;
    own.add(new SettingError("unit", reason));
  });
}

function isStepOf(project: string, unit: string): boolean {
  return STEPS.some((step) => unit === `${project}-${step}`);
}

function firstFree(ports: readonly number[], from = DEFAULT_PORT): number {
  return ports.includes(from) ? firstFree(ports, from + 1) : from;
}
