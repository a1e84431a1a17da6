import { startCloud } from "../../../local/cloud";
import { ROOT } from "../../../scripts/lib/project";
import { stopping } from "../interrupt";
import type { GrowthResult, Sample } from "../types";
import { upDroplets } from "./many-droplets";
import { upSites } from "./many-sites";

/** How one of each kind is measured: brought up from nothing, asked for, and taken away. */
const KINDS = { sites: upSites, droplets: upDroplets } as const;
type Kind = keyof typeof KINDS;

export interface GrowthOptions {
  /** How often each number of each kind is brought up. */
  rounds: number;
  report: (line: string) => void;
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
  counts = [1, 2, 4, 8],
}: GrowthOptions): Promise<void> {
  await startCloud(ROOT, report);
  const cases = (Object.keys(KINDS) as Kind[]).flatMap((of) =>
    counts.map((count) => ({ of, count, samples: [] as Sample[] })),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const { of, count, samples } of cases) {
      stopping.throwIfAborted();
      const sample = await KINDS[of](count);
      samples.push(sample);
      keep(cases);
      const mebibytes = Math.round(sample.peakKib / 1024);
      report(
        `round ${round}, ${count} of ${of}: ${sample.seconds.toFixed(1)} s, ${mebibytes} MiB at most`,
      );
    }
  }
}
