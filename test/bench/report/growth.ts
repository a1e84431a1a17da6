import { table } from "../../../scripts/preview/markdown";
import { SITES_SIZE, SITES_WORKERS } from "../growth/many-sites";
import type { GrowthResult } from "../types";
import { figure, NOTHING, ratio, spread, tooFew } from "./format";
import { linePlot } from "./plot";
import { summarize, type Summary } from "./statistics";

/** A drawing, and where it lies beside the page. */
export interface Picture {
  file: string;
  svg: string;
}

interface Point {
  count: number;
  seconds: Summary | undefined;
  mebibytes: Summary | undefined;
}

type Kind = GrowthResult["of"];

const KINDS: Readonly<Record<Kind, { heading: string; name: string; about: string }>> = {
  sites: {
    heading: "Sites on one droplet",
    name: "sites",
    about: `Each is a project of its own, with its own virtualenv and ${SITES_WORKERS} workers, on a droplet of the size ${SITES_SIZE}.`,
  },
  droplets: {
    heading: "Droplets in one stack",
    name: "droplets",
    about:
      "Each is a server of the default size with one site, all made by one program in one `up`. On the local cloud they share this machine's cores, so that it is the machine, too, that is measured here.",
  },
};

/** Two tables and the two plots that show them. */
export function growthSections(results: readonly GrowthResult[]): string[] {
  const tables = (Object.keys(KINDS) as Kind[]).flatMap((kind) => ofKind(kind, results));
  if (tables.length === 0) return [];
  const plots = growthPictures(results).map(
    ({ file }, index) => `![${index === 0 ? "Time" : "Memory"} of one up by number](${file})`,
  );
  return [...plots, ...tables];
}

/** Time and memory of both kinds; nothing where nothing was measured. */
export function growthPictures(results: readonly GrowthResult[]): Picture[] {
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => pointsOf(kind, results).length > 0);
  if (kinds.length === 0) return [];
  const seriesOf = (figureOf: (point: Point) => Summary | undefined) =>
    kinds.map((kind) => ({
      name: KINDS[kind].name,
      points: pointsOf(kind, results).flatMap((point) => {
        const y = figureOf(point);
        return y ? [{ x: point.count, y }] : [];
      }),
    }));
  const x = "number of sites, or of droplets";
  return [
    {
      file: "benchmarks/growth-time.svg",
      svg: linePlot({
        title: "Time of one up from nothing",
        ...{ x, y: "seconds" },
        series: seriesOf(({ seconds }) => seconds),
      }),
    },
    {
      file: "benchmarks/growth-memory.svg",
      svg: linePlot({
        title: "Memory of Pulumi during that up",
        ...{ x, y: "MiB at most" },
        series: seriesOf(({ mebibytes }) => mebibytes),
      }),
    },
  ];
}

function ofKind(kind: Kind, results: readonly GrowthResult[]): string[] {
  const points = pointsOf(kind, results);
  const [first] = points;
  if (!first) return [];
  const { heading, name, about } = KINDS[kind];
  return [
    `### ${heading}`,
    about,
    table(
      [name, "seconds", "to the first row", "seconds each", "MiB at most"],
      points.map(({ count, seconds, mebibytes }) => [
        String(count),
        spread(seconds),
        ratio(seconds, first.seconds),
        seconds ? figure(seconds.median / count) : NOTHING,
        spread(mebibytes),
      ]),
    ),
    tooFew(points.map(({ seconds }) => seconds)),
  ];
}

function pointsOf(kind: Kind, results: readonly GrowthResult[]): Point[] {
  return results
    .filter(({ of, samples }) => of === kind && samples.length > 0)
    .map(({ count, samples }) => ({
      count,
      seconds: summarize(samples.map(({ seconds }) => seconds)),
      mebibytes: summarize(samples.map(({ peakKib }) => peakKib / 1024)),
    }))
    .sort((one, other) => one.count - other.count);
}
