import { cloudApi } from "./cloud";
import { describeSeconds } from "./ttl";

/** What is worth telling; less is the way of an answer over the network. */
const TOLERANCE_MS = 60_000;

/**
 * A clock of one cloud. At DigitalOcean it is the API's: a machine whose own clock is wrong would
 * give stacks another life than was asked for, or destroy what is not past its time. The local cloud
 * is on this machine.
 *
 * @param report told once, where the clocks differ by more than a minute
 * @returns a function that rejects with one line where the API does not answer
 */
export function cloudClock(
  report: (line: string) => void,
  askCloud: () => Promise<Date> = () => cloudApi(false).now(),
): (local: boolean) => Promise<Date> {
  let aheadMs: Promise<number> | undefined;
  async function measure(): Promise<number> {
    const ahead = Date.now() - (await askCloud()).getTime();
    if (Math.abs(ahead) > TOLERANCE_MS) {
      const by = describeSeconds(Math.abs(ahead) / 1000);
      const way = ahead > 0 ? "ahead of" : "behind";
      report(`this machine's clock is ${by} ${way} DigitalOcean's, which counts: set it right`);
    }
    return ahead;
  }
  return async (local) => {
    if (local) return new Date();
    aheadMs ??= measure();
    return new Date(Date.now() - (await aheadMs));
  };
}
