import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, resolveConfig } from "prettier";
import { ROOT } from "../../../scripts/lib/project";
import { growthPictures } from "./growth";
import { renderPage, type Results } from "./page";
import type { Part } from "./provenance";

export interface ReportPlaces {
  /** Where each part's PART.json is. */
  from: string;
  /** Where benchmarks.md and its pictures are put. */
  to: string;
}

const PLACES: ReportPlaces = { from: join(ROOT, ".local", "bench"), to: join(ROOT, "docs") };
/** The section that is written by hand, which stands last. */
const TRIED = join(__dirname, "tried.md");

/**
 * Writes the page about what was measured on this machine, with its plots. Parts that were not are
 * said to be missing.
 *
 * @throws if a part's file is no JSON
 */
export async function writeReport({ from, to }: ReportPlaces = PLACES): Promise<void> {
  const results = readResults(from);
  const page = join(to, "benchmarks.md");
  // As `prettier --check` will ask for it, which takes the settings of the checkout.
  const style = { ...(await resolveConfig(join(ROOT, "package.json"))), parser: "markdown" };
  const measured = await format(renderPage(results), { ...style, proseWrap: "always" });
  const text = await format(`${measured}\n${readFileSync(TRIED, "utf8")}`, style);
  rmSync(join(to, "benchmarks"), { recursive: true, force: true });
  for (const { file, svg } of growthPictures(results.growth?.results ?? [])) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), svg);
  }
  writeFileSync(page, text);
}

/** What there is; each file is written by the bench of the same checkout. */
function readResults(folder: string): Results {
  const parts: readonly Part[] = ["tools", "serving", "growth", "clone"];
  return Object.fromEntries(
    parts.flatMap((part) => {
      const file = join(folder, `${part}.json`);
      return existsSync(file) ? [[part, parse(file)]] : [];
    }),
  ) as Results;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Error(`${file} is no JSON: delete it and run that part of the bench again`);
  }
}
