import { cloudStatus, startCloud, stopCloud } from "../../../local/cloud";
import { ROOT } from "../../lib/project";
import { reasonOf } from "../reason";

/** The local cloud as long as stacks on it are destroyed: it has to run for that, and only then. */
export class LocalCloud {
  #started: Promise<void> | undefined;

  constructor(private readonly report: (line: string) => void) {}

  /** Started once, however many ask for it. */
  start(): Promise<void> {
    this.#started ??= startCloud(ROOT, this.report);
    return this.#started;
  }

  /**
   * As `npm run down` does; where it was not started, nothing is asked of it. The stacks are destroyed
   * all the same if it fails, so that is told and no more.
   */
  async stopIfEmpty(): Promise<void> {
    if (this.#started === undefined) return;
    try {
      const { droplets } = await cloudStatus(ROOT);
      if (droplets.length === 0) await stopCloud(ROOT, this.report);
    } catch (error) {
      this.report(`the local cloud goes on running: ${reasonOf(error)}`);
    }
  }
}
