import { readdirSync } from "node:fs";
import { commandLine, programOf } from "../system/processes";

/** The processors that machines have, each by its name. */
export type Shares = ReadonlyMap<string, readonly number[]>;

/** Which of the machine's processors each host has. */
export class Processors {
  private readonly taken = new Map<string, readonly number[]>();

  /**
   * @param count how many the machine has
   * @param running what hosts have that run now, other clouds' too
   */
  constructor(
    private readonly count: number,
    private readonly running: () => Shares = runningShares,
  ) {}

  /**
   * Gives a host `vcpus` of the processors, those that have the fewest hosts: `1`, `0,1`. It makes
   * `nproc` tell the size's count, which the limit on processor time alone does not.
   */
  take(machine: string, vcpus: number): string {
    this.free(machine);
    // What was taken wins: such a host may not run yet, or still with what it had before.
    const shares = new Map([...this.running(), ...this.taken]);
    shares.delete(machine);
    const hosts = [...shares.values()].flat();
    const load = (processor: number) => hosts.filter((each) => each === processor).length;
    const all = Array.from({ length: this.count }, (_, processor) => processor);
    const share = all.sort((a, b) => load(a) - load(b) || a - b).slice(0, vcpus);
    this.taken.set(machine, share);
    return share.sort((a, b) => a - b).join(",");
  }

  free(machine: string): void {
    this.taken.delete(machine);
  }
}

/** What hosts have that run now, of all clouds of this machine. */
export function runningShares(): Shares {
  const pids = readdirSync("/proc").map(Number).filter(Boolean);
  const commands = pids.filter((pid) => programOf(pid) === "systemd-nspawn").map(commandLine);
  return new Map(commands.flatMap(shareOf));
}

/** From the arguments of systemd-nspawn. */
export function shareOf(command: string): [machine: string, share: number[]][] {
  const machine = / --machine=(\S+)/.exec(command)?.[1];
  const share = / --cpu-affinity=([\d,]+)/.exec(command)?.[1];
  return machine && share ? [[machine, share.split(",").map(Number)]] : [];
}
