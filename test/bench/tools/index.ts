import { startCloud } from "../../../local/cloud";
import { ROOT } from "../../../scripts/lib/project";
import { removeLeftStacks } from "../../e2e/support/left-stacks";
import { Hosts, removeLeftovers } from "../hosts";
import { PEERS, type PeerKey } from "../peers";
import { circumstances, readPart, writePart } from "../store";
import type { Peer, ToolResults } from "../types";
import { FIGURES, type Figure } from "./figures";
import { measureOnOneHost } from "./one-host";
import type { Run } from "./run";
import { Samples } from "./samples";
import { measureOnSeveralHosts } from "./several-hosts";
import { measureWhole } from "./whole";

export interface ToolsOptions {
  rounds: number;
  report: (line: string) => void;
  /** @default all */
  figures?: readonly Figure[];
  /** @default all */
  peers?: readonly PeerKey[];
}

/**
 * Part `tools`: the same server by each tool. Every sample is kept as soon as it is taken, so that a
 * run that was cut short goes on where it was.
 *
 * @throws if a tool fails, or has not made what it was told
 */
export async function measureTools(options: ToolsOptions): Promise<void> {
  const { rounds, report, figures = FIGURES, peers: keys } = options;
  const peers = (keys ?? (Object.keys(PEERS) as PeerKey[])).map((key) => PEERS[key] as Peer);
  await startCloud(ROOT, report);
  await removeLeftStacks(report);
  await removeLeftovers(report);
  for (const peer of peers) await peer.setUp(report);

  const samples = new Samples(circumstances(), readPart<ToolResults>("tools"));
  const hosts = new Hosts();
  const take: Run["take"] = (figure, peer, round, sample) => {
    samples.add(figure, peer, sample);
    writePart("tools", samples.measured());
    const mebibytes = Math.round(sample.peakKib / 1024);
    report(`${figure}, round ${round}: ${peer} ${sample.seconds.toFixed(2)} s, ${mebibytes} MiB`);
  };
  const run: Run = { hosts, samples, figures, rounds, take };
  try {
    const onOne = peers.filter((peer) => !peer.onlyOnSeveral);
    await measureOnOneHost(run, onOne);
    await measureOnSeveralHosts(run, peers);
    await measureWhole(run, peers);
  } finally {
    await hosts.dispose();
  }
}
