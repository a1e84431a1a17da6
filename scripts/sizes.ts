import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { Command } from "commander";
import { parseSizeTable, renderSizeTable } from "../components/host/size-table";
import { SIZE_TABLE } from "../components/host/sizes";
import { runMain } from "./lib/command";
import { sizeChanges } from "./sizes/changes";
import { fetchSizes } from "./sizes/fetch";
import { sizeSource } from "./sizes/source";

interface Options {
  local?: true;
  output?: string;
}

/** `npm run sizes`: the table of sizes and prices as DigitalOcean has it today. */
const { local, output } = new Command("npm run sizes --")
  .description("asks DigitalOcean for all sizes and prices, and writes the bundled table anew")
  .option("--local", "ask the local cloud, whose sizes are the bundled table's; needs --output")
  .option("--output <file>", "write another file than the bundled table")
  .parse()
  .opts<Options>();

runMain(async () => {
  if (local && output === undefined) {
    throw new Error(
      "the local cloud has its prices from this very table, which was not written: give --output FILE as well",
    );
  }
  const { endpoint, token } = sizeSource(local ?? false, process.env);
  const rows = await fetchSizes(endpoint, token);
  const asOf = new Date().toISOString().slice(0, 10);
  const before = parseSizeTable(readFileSync(SIZE_TABLE, "utf8"));
  const changes = sizeChanges(before.rows, rows);
  const file = output === undefined ? SIZE_TABLE : resolve(output);
  writeFileSync(file, renderSizeTable({ asOf, rows }));
  for (const line of changes) console.log(line);
  const what = changes.length === 0 ? "nothing changed" : `${changes.length} changed`;
  console.log(
    `${relative(process.cwd(), file)}: ${rows.length} sizes as of ${asOf}, ${what} since ${before.asOf}`,
  );
  return 0;
});
