import { processesOf } from "../end-state";
import { emptyProgram } from "../peers/empty-program";
import { turns } from "../rounds";
import type { Peer, Target, Wanted } from "../types";
import { ON_ONE_HOST } from "./figures";
import { requireEndState, withSource, withTargets, type Run } from "./run";

type OneHostFigure = (typeof ON_ONE_HOST)[number];

/** What the engine alone takes, for the figures that it is the measure of. */
const REFERENCES = { "no-op": emptyProgram.up, preview: emptyProgram.preview } as const;

/** One fresh target for each peer in each round, on which it takes its figures one after the other. */
export async function measureOnOneHost(run: Run, peers: readonly Peer[]): Promise<void> {
  const wanted = ON_ONE_HOST.filter((figure) => run.figures.includes(figure));
  if (wanted.length === 0) return;
  const references = (Object.keys(REFERENCES) as (keyof typeof REFERENCES)[]).filter((figure) =>
    wanted.includes(figure),
  );
  const taken = (competitor: Peer | "reference") =>
    competitor === "reference"
      ? fewest(run, references, emptyProgram.name)
      : fewest(run, figuresOf(wanted, competitor), competitor.name);
  const competitors = [...peers, ...(references.length > 0 ? (["reference"] as const) : [])];
  try {
    if (references.length > 0) await emptyProgram.setUp();
    for (const { round, competitor } of turns(competitors, run.rounds, taken)) {
      if (competitor !== "reference") await takeAll(run, wanted, competitor, round);
      else {
        for (const figure of references) {
          run.take(figure, emptyProgram.name, round, await REFERENCES[figure]());
        }
      }
    }
  } finally {
    await emptyProgram.remove();
  }
}

const figuresOf = (wanted: readonly OneHostFigure[], peer: Peer) =>
  wanted.filter((figure) => figure !== "preview" || peer.preview !== undefined);

const fewest = (run: Run, figures: readonly OneHostFigure[], name: string) =>
  Math.min(...figures.map((figure) => run.samples.count(figure, name)));

async function takeAll(
  run: Run,
  wanted: readonly OneHostFigure[],
  peer: Peer,
  round: number,
): Promise<void> {
  const rest = new Set<OneHostFigure>(figuresOf(wanted, peer));
  const isWanted = (figure: OneHostFigure) => rest.has(figure);
  await withSource((source, asTold) =>
    withTargets(run, peer, 1, async (targets) => {
      let now = asTold;
      let text: string | undefined;
      const converge = async (figure: OneHostFigure) => {
        const work = () => peer.converge(targets, now);
        const isNoOp = figure === "no-op";
        const sample = isNoOp ? await withoutEffect(peer, targets, now, work) : await work();
        await requireEndState(`${peer.name}, ${figure},`, targets, now, text);
        if (rest.delete(figure)) run.take(figure, peer.name, round, sample);
      };
      // All others need it as well.
      await converge("booted host to 200");
      if (isWanted("no-op")) await converge("no-op");
      if (isWanted("workers 4 to 5")) {
        now = { ...now, workers: now.workers + 1 };
        await converge("workers 4 to 5");
      }
      if (isWanted("new code")) {
        text = `<h1>${peer.name}, round ${round}</h1>`;
        source.setHeading(`${peer.name}, round ${round}`);
        await converge("new code");
      }
      const { preview } = peer;
      if (isWanted("preview") && preview) {
        const sample = await withoutEffect(peer, targets, now, () => preview(targets, now));
        run.take("preview", peer.name, round, sample);
      }
    }),
  );
}

/** @throws if the project's processes are others afterwards: it was no no-op, and no preview */
async function withoutEffect<T>(
  { name }: Peer,
  targets: readonly Target[],
  wanted: Wanted,
  work: () => Promise<T>,
): Promise<T> {
  const processes = () => Promise.all(targets.map((target) => processesOf(target, wanted)));
  const before = await processes();
  const result = await work();
  if (String(await processes()) === String(before)) return result;
  throw new Error(`${name} has restarted ${wanted.project}, where nothing was to be done`);
}
