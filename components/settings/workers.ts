import type { Size } from "../host/sizes";
import { fitting, MOST_PER_CORE, RESERVE_MIB, WORKER_MIB, workersFor } from "../serve/sizing";
import type { SiteSettings } from "../settings";
import { Refusal } from "./refusal";
import { SettingError } from "./setting-error";
import { show } from "./wording";

/** A number of workers, or `auto`. */
export type Workers = number | "auto";

export function parseWorkers(text: string): Workers {
  if (text === "auto") return text;
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new Refusal(`${show(text)} is not a number of workers; give auto or a number from 1`);
}

/**
 * The number of workers for a size; one that a person gives is taken as it is. Other sites do not
 * count: one that comes would restart all that are there.
 *
 * @param size undefined for a server that is there already: a preview asks no server, and what it
 * shows must be what the run then does
 * @throws SettingError where only the size could tell
 */
export function chooseWorkers(workers: Workers, size: Size | undefined): number {
  if (workers !== "auto") return workers;
  if (size !== undefined) return workersFor(size);
  throw new SettingError(
    "workers",
    "auto goes by a droplet's size, and host names a server whose cores are not known here; give a number, 2 for each core and 1 more (on one core 4): pulumi config set workers 5; after an up the output capacity says how many it should have",
  );
}

/** What of a site decides how many workers it should have. */
export type Crew = Pick<SiteSettings, "project" | "workers" | "threads" | "workerClass">;

/**
 * What to warn of where the numbers of workers are outside of the rule (6.2): more than memory is
 * expected to hold, which all sites share; for each site, more than the cores can use, or too few
 * for them. It is no refusal, since only whoever knows the projects knows what a worker takes.
 *
 * @returns a line each, none where all is well
 */
export function workersWarnings(sites: readonly Crew[], size: Size): string[] {
  const memory = memoryWarning(sites, size);
  // One site's number is wrong in one way at a time; of several, each may be for itself.
  if (memory !== undefined && sites.length === 1) return [memory];
  const cores = sites.flatMap((site) => {
    const warning = coresWarning(site, size);
    if (warning === undefined) return [];
    return `${sites.length === 1 ? "workers" : `workers of ${site.project}`}: ${warning}`;
  });
  return memory === undefined ? cores : [memory, ...cores];
}

function memoryWarning(sites: readonly Crew[], size: Size): string | undefined {
  const { slug, memoryMiB } = size;
  const workers = sites.reduce((sum, site) => sum + site.workers, 0);
  const fit = fitting(memoryMiB, RESERVE_MIB, WORKER_MIB);
  // Less than one a site there cannot be.
  if (workers <= Math.max(sites.length, fit)) return undefined;
  const need = RESERVE_MIB + workers * WORKER_MIB;
  const sum = `will need about ${need} MiB of its ${memoryMiB} MiB of RAM (${RESERVE_MIB} for the system and ${WORKER_MIB} a worker, so ${fit} fit)`;
  if (sites.length === 1) {
    return `workers: ${workers} on ${slug} ${sum}; auto would be ${workersFor(size)}, or choose a larger size`;
  }
  const numbers = sites.map((site) => `${site.workers} of ${site.project}`).join(" and ");
  return `workers: ${numbers} on ${slug} ${sum}; give the sites fewer, or choose a larger size`;
}

/** Warns of one site's number, as if it had the cores for itself: seldom are all sites busy at once. */
function coresWarning({ workers, threads, workerClass }: Crew, size: Size): string | undefined {
  const { slug, vcpus } = size;
  const auto = `auto would be ${workersFor(size)}`;
  if (workers > MOST_PER_CORE * vcpus) {
    return `${workers} are more than 2 to ${MOST_PER_CORE} a core, ${MOST_PER_CORE * vcpus} on ${slug}: they will need about ${workers * WORKER_MIB} MiB of RAM and mostly wait for its cores; ${auto}`;
  }
  // A process of gevent has one thread, which uses one core for however many requests.
  if (workers * threads >= vcpus) return undefined;
  const few = `cannot use the ${vcpus} cores of ${slug}`;
  if (workerClass === "gevent") {
    return `${workers} ${few}, since each uses one at a time; one a core can be enough; ${auto}`;
  }
  const rule = `2 to ${MOST_PER_CORE} a core is the rule; ${auto}`;
  return threads === 1
    ? `${workers} ${few}, since each serves one request at a time; ${rule}`
    : `${workers} with ${threads} threads ${few}, since each thread serves one request at a time; ${rule}`;
}
