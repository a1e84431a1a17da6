import { dropletWithAddress } from "../../e2e/support/cloud";
import { untilGone } from "../hosts";
import { WholeByHand, WholeStack, type WholeServer } from "../peers/from-nothing";
import { pulumi } from "../peers/pulumi";
import { shellBeside } from "../peers/shell";
import { turns } from "../rounds";
import type { Peer } from "../types";
import { WHOLE } from "./figures";
import { requireEndState, withSource, type Run } from "./run";

/** The floor and this project: the others leave the droplet to something else. */
const WAYS: readonly { name: string; create: (run: Run) => WholeServer }[] = [
  { name: shellBeside.name, create: ({ hosts }) => new WholeByHand(hosts.takeName()) },
  { name: pulumi.name, create: () => new WholeStack() },
];

/** From nothing to the answering site, and back. */
export async function measureWhole(run: Run, peers: readonly Peer[]): Promise<void> {
  const wanted = WHOLE.filter((figure) => run.figures.includes(figure));
  if (wanted.length === 0) return;
  const ways = WAYS.filter(({ name }) => peers.some((peer) => peer.name === name));
  const taken = ({ name }: { name: string }) =>
    Math.min(...wanted.map((figure) => run.samples.count(figure, name)));
  for (const { round, competitor } of turns(ways, run.rounds, taken)) {
    const server = competitor.create(run);
    try {
      await takeBoth(run, wanted, competitor.name, server, round);
    } finally {
      await server.dispose();
    }
  }
}

async function takeBoth(
  run: Run,
  figures: readonly (typeof WHOLE)[number][],
  name: string,
  server: WholeServer,
  round: number,
): Promise<void> {
  await withSource(async (_, wanted) => {
    const made = await server.make(wanted);
    const target = await server.target();
    await requireEndState(`${name}, from nothing,`, [target], wanted);
    if (figures.includes("from nothing")) run.take("from nothing", name, round, made);
    const id = await dropletWithAddress(target.ipv4);
    const destroyed = await server.destroy();
    if (figures.includes("destroy")) run.take("destroy", name, round, destroyed);
    await untilGone(id);
  });
}
