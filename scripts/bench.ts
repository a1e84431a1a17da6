import { Command, InvalidArgumentError, Option } from "commander";
import { PARTS } from "../test/bench/parts";
import { endOnSignals, stopping } from "../test/bench/interrupt";
import { PEERS, type PeerKey } from "../test/bench/peers";
import { FIGURES, type Figure } from "../test/bench/tools/figures";
import { isRoot } from "../local/cloud/privilege";
import { report, runMain } from "./lib/command";

interface Options {
  only?: readonly string[];
  rounds: number;
  figures?: readonly Figure[];
  peers?: readonly PeerKey[];
}

const names = PARTS.map(({ name }) => name);

const command = new Command("npm run bench --")
  .description("measures this project beside what people would use instead; takes hours, alone")
  .addOption(listOption("--only <parts>", "which parts, in their order", names))
  .option("--rounds <n>", "how often each figure is taken", parseRounds, 5)
  .addOption(listOption("--figures <list>", "which figures of part tools", FIGURES))
  .addOption(listOption("--peers <list>", "which tools", Object.keys(PEERS)))
  .parse();

runMain(async () => {
  if (!isRoot()) throw new Error("npm run bench makes hosts on this machine: run it as root");
  const { only = names, ...options } = command.opts<Options>();
  endOnSignals(report);
  for (const { name, run } of PARTS.filter((part) => only.includes(part.name))) {
    stopping.throwIfAborted();
    report(`── ${name}`);
    await run({ ...options, report });
  }
  return 0;
});

/** A list with commas, each word one of those that are allowed. @default all */
function listOption(flags: string, description: string, allowed: readonly string[]): Option {
  const all = `${description} (default: all of ${allowed.join(", ")})`;
  return new Option(flags, all).argParser((text) => {
    const words = text.split(",").map((word) => word.trim());
    const unknown = words.filter((word) => !allowed.includes(word));
    if (unknown.length === 0) return words;
    throw new InvalidArgumentError(`no ${unknown.join(", ")}: choose of ${allowed.join(", ")}`);
  });
}

function parseRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds > 0) return rounds;
  throw new InvalidArgumentError("it is a number from 1");
}
