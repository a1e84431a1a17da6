import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, resolveConfig } from "prettier";
import { ROOT } from "../../../scripts/lib/project";
import { readPart, writePart } from "../store";
import { growthPictures } from "./growth";
import { renderPage, type Results } from "./page";
import type { Part } from "./provenance";

export interface ReportOptions {
  /** Where each part's PART.json is. @default where the bench keeps them, else as they were published */
  from?: string;
  /** Where benchmarks.md, its pictures and all samples are put. @default the project's docs */
  to?: string;
}

/** The section that is written by hand, which stands last. */
const TRIED = join(__dirname, "tried.md");

/**
 * Writes the page about what was measured, with its plots, and every sample beside it. Parts that were not are
 * said to be missing.
 */
export async function writeReport({
  from,
  to = join(ROOT, "docs"),
}: ReportOptions = {}): Promise<void> {
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
  for (const [part, measured] of Object.entries(results)) {
    writePart(part, measured, join(to, "benchmarks"));
  }
  writeFileSync(page, text);
}

function readResults(folder: string | undefined): Results {
  const parts: readonly Part[] = ["tools", "serving", "growth", "clone"];
  const measured = parts.map((part) => [
    part,
    readPart(part, folder === undefined ? undefined : [folder]),
  ]);
  return Object.fromEntries(measured.filter(([, results]) => results !== undefined)) as Results;
}
