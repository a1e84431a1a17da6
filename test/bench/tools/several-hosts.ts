import { turns } from "../rounds";
import type { Peer } from "../types";
import { ON_SEVERAL_HOSTS } from "./figures";
import { requireEndState, withSource, withTargets, type Run } from "./run";

type SeveralHostsFigure = keyof typeof ON_SEVERAL_HOSTS;

/** So many fresh targets for each peer in each round, made what is wanted at once. */
export async function measureOnSeveralHosts(run: Run, peers: readonly Peer[]): Promise<void> {
  const all = Object.keys(ON_SEVERAL_HOSTS) as SeveralHostsFigure[];
  for (const figure of all.filter((each) => run.figures.includes(each))) {
    const taken = ({ name }: Peer) => run.samples.count(figure, name);
    for (const { round, competitor: peer } of turns(peers, run.rounds, taken)) {
      await withSource((_, wanted) =>
        withTargets(run, peer, ON_SEVERAL_HOSTS[figure], async (targets) => {
          const sample = await peer.converge(targets, wanted);
          await requireEndState(`${peer.name}, ${figure},`, targets, wanted);
          run.take(figure, peer.name, round, sample);
        }),
      );
    }
  }
}
