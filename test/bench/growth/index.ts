import { startCloud } from "../../../local/cloud";
import { ROOT } from "../../../scripts/lib/project";
import { stopping } from "../interrupt";
import { turns } from "../rounds";
import type { GrowthResult } from "../types";
import { upDroplets } from "./many-droplets";
import { upSites } from "./many-sites";

/** How one of each kind is measured: brought up from nothing, asked for, and taken away. */
const KINDS = { sites: upSites, droplets: upDroplets } as const;
type Kind = keyof typeof KINDS;

export interface GrowthOptions {
  /** How often each number of each kind is brought up. */
  rounds: number;
  report: (line: string) => void;
  /** What a run before has measured that this one goes on with. @default nothing */
  before?: readonly GrowthResult[];
  /** Takes all that there is so far, after each `up`. */
  keep: (results: readonly GrowthResult[]) => void;
  /** @default 1, 2, 4 and 8 */
  counts?: readonly number[];
}

/**
 * How time and memory of one `up` grow with the sites on a droplet, and with the droplets. All
 * numbers take their turns in each round, so that what else goes on on the machine meets all of them.
 *
 * @throws if an `up` fails or something does not answer after it
 */
export async function measureGrowth({
  rounds,
  report,
  keep,
  before = [],
  counts = [1, 2, 4, 8],
}: GrowthOptions): Promise<void> {
  await startCloud(ROOT, report);
  const cases = (Object.keys(KINDS) as Kind[]).flatMap((of) =>
    counts.map((count) => {
      const known = before.find((result) => result.of === of && result.count === count);
      return { of, count, samples: [...(known?.samples ?? [])] };
    }),
  );
  const taken = ({ samples }: GrowthResult) => samples.length;
  for (const { round, competitor } of turns(cases, rounds, taken)) {
    stopping.throwIfAborted();
    const { of, count, samples } = competitor;
    const sample = await KINDS[of](count);
    samples.push(sample);
    keep(cases.filter((each) => each.samples.length > 0));
    const mebibytes = Math.round(sample.peakKib / 1024);
    report(
      `round ${round}, ${count} of ${of}: ${sample.seconds.toFixed(1)} s, ${mebibytes} MiB at most`,
    );
  }
}
