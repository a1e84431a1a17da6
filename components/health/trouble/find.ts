import type { Serving } from "../../serve/serving";
import type { HostReport, SiteReport } from "../report";
import type { Reading } from "../service-status";
import { hostTroubles } from "./host";
import { bootTroubles, restartTroubles, serviceTroubles } from "./service";
import { REPAIR, type Trouble } from "./trouble";
import { answerTroubles, webTroubles } from "./web";

/** One site as it was read, and what it should be. */
export interface SeenSite {
  project: string;
  serving: Serving;
  reading: Reading;
  report: SiteReport;
  /** The digest that the host's record must have. */
  expectedRecord: string;
}

/** All that is not as it should be, worst first. */
export function findTroubles(sites: readonly SeenSite[], host: HostReport): Trouble[] {
  const before = told(sites, (site) => siteTroubles(site));
  const after = told(sites, ({ serving, reading: { status }, report }) => [
    ...restartTroubles(serving, status.restarts),
    ...(status.enabled ? [] : bootTroubles(serving, report)),
  ]);
  return [...before, ...hostTroubles(host, sites), ...after].sort(
    (one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level),
  );
}

const LEVELS = ["bad", "warn", "note"];

function siteTroubles(site: SeenSite): Trouble[] {
  const { serving, reading, report, expectedRecord } = site;
  const found = [...serviceTroubles(serving, report), ...webTroubles(serving, report)];
  return [
    ...found,
    ...(found.length === 0 ? answerTroubles(reading.status.httpStatus) : []),
    ...(reading.record === expectedRecord ? [] : [OTHER_RECORD]),
  ];
}

const OTHER_RECORD: Trouble = {
  level: "warn",
  what: "what serves is not what the stack says: an earlier run was cut short, or somebody changed it",
  todo: REPAIR,
};

/** Of several sites each with its name; what is true of all of them once, since they share its cause. */
function told(sites: readonly SeenSite[], find: (site: SeenSite) => Trouble[]): Trouble[] {
  const [first, ...others] = sites.map((site) => ({ site: site.project, troubles: find(site) }));
  if (!first) return [];
  if (others.length === 0) return first.troubles;
  const common = first.troubles.filter((trouble) =>
    others.every(({ troubles }) => troubles.some((other) => same(trouble, other))),
  );
  const own = [first, ...others].flatMap(({ site, troubles }) =>
    troubles
      .filter((trouble) => !common.some((other) => same(trouble, other)))
      .map((trouble) => ({ ...trouble, site })),
  );
  return [...common, ...own];
}

function same(one: Trouble, other: Trouble): boolean {
  return one.what === other.what && one.todo === other.todo;
}
