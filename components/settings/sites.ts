import { quote } from "../remote/shell";
import type { SiteSettings } from "../settings";
import { chooseSite, type SiteValues, type Surroundings } from "./choose-site";
import type { Values } from "./keys";
import type { Problems } from "./problems";
import { readEntry, type EntryValues } from "./read-values";
import { SettingError } from "./setting-error";
import { DEFAULT_DIRECTORY, DEFAULT_PORT } from "./site-keys";
import { checkTogether } from "./sites-together";
import { show } from "./wording";

/** The entries of `sites`, or the one site that the top level describes; what is wrong is left out. */
export function chooseSites(
  values: Values,
  surroundings: Surroundings,
  problems: Problems,
): SiteSettings[] {
  const entries =
    values.sites.length === 0 ? [ofTopLevel(values, problems)] : ofEntries(values, problems);
  const placed = entries.flatMap(({ place, own, values: entry }) => {
    const site = chooseSite(entry, surroundings, own);
    return site === undefined ? [] : [{ place, site, own }];
  });
  checkTogether(placed);
  // Last, since what is wrong on the top level silences checks of the entries.
  if (values.sites.length > 0) checkTopLevel(values, entries, problems);
  return placed.map(({ site }) => site);
}

/** What a site is made from, where that stands in the config, and the problems of that place. */
interface Entry {
  place: string;
  values: SiteValues;
  own: Problems;
}

/** Pulumi hands over a default as if it were set: a port that equals it is none of the site's own. */
function ofTopLevel(values: Values, problems: Problems): Entry {
  const port = unlessDefault(values.port, DEFAULT_PORT);
  return { place: "the top level", values: { ...values, port }, own: problems };
}

function ofEntries(values: Values, problems: Problems): Entry[] {
  return values.sites.map((entry, index) => {
    const place = `sites[${index}]`;
    const own = problems.within(place);
    return { place, values: ofEntry(readEntry(entry, own), values), own };
  });
}

/** What an entry does not say, the top level says for all. */
function ofEntry(entry: EntryValues, values: Values): SiteValues {
  const appServer = entry.appServer ?? values.appServer;
  return {
    ...entry,
    appServer,
    supervisor: entry.supervisor ?? values.supervisor,
    workers: entry.workers ?? values.workers,
    // Only gunicorn has one, so a default of all sites is none of the others'.
    workerClass: entry.workerClass ?? (appServer === "gunicorn" ? values.workerClass : undefined),
    threads: entry.threads ?? values.threads,
    unitOverrides: entry.unitOverrides ?? values.unitOverrides,
  };
}

function checkTopLevel(values: Values, entries: readonly Entry[], problems: Problems): void {
  refuseNames(values, problems);
  problems.check(["webServer"], () => checkHttpPort(values));
  problems.check(["workerClass"], () => checkWorkerClass(values, entries));
}

/** What names one site cannot be the default of several. */
function refuseNames(values: Values, problems: Problems): void {
  const { project, user, unit, requirements, domain } = values;
  const directory = unlessDefault(values.source.directory, DEFAULT_DIRECTORY);
  const port = unlessDefault(values.port, DEFAULT_PORT);
  const ofOneSite = {
    project,
    user,
    unit,
    "source.directory": directory,
    requirements,
    domain,
    port,
  };
  for (const [path, value] of Object.entries(ofOneSite)) {
    if (value === undefined) continue;
    const [key = path] = path.split(".");
    const reason = `${show(value)} is one site's, and sites is set; move it there: pulumi config set --path 'sites[0].${path}' ${quote(String(value))}, then pulumi config rm ${key}`;
    problems.add(new SettingError(path, reason));
  }
}

/** Passed over in silence, a default of all sites would be taken to hold. */
function checkWorkerClass({ workerClass }: Values, entries: readonly Entry[]): void {
  if (workerClass === undefined) return;
  if (entries.some(({ values }) => values.appServer === "gunicorn")) return;
  throw new SettingError(
    "workerClass",
    `${show(workerClass)} is gunicorn's, and no site has it as its appServer; take it away: pulumi config rm workerClass`,
  );
}

/** Without a web server that tells them apart there is one port 80 for one site. */
function checkHttpPort({ webServer, sites }: Values): void {
  if (webServer !== "none" || sites.length < 2) return;
  const places = sites.map((_, index) => `sites[${index}]`).join(" and ");
  throw new SettingError(
    "webServer",
    `none leaves port 80 to one site, and ${places} would share it; choose nginx or apache: pulumi config set webServer nginx, or keep one entry`,
  );
}

function unlessDefault<T>(value: T, byDefault: T): T | undefined {
  return value === byDefault ? undefined : value;
}
