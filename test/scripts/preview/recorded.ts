import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEvents, type Preview } from "../../../scripts/preview/events";
import { modelOf, type Model, type ModelOptions } from "../../../scripts/preview/model";

/**
 * Real previews of the bundled example; see reduce.ts for how they were recorded.
 *
 * first: nothing is there yet. same: nothing changes. workers: 4 → 3. size: a larger one, and
 * backups. code: a changed source. apache: in place of nginx, and supervisor in place of systemd.
 * ssh: port 22 for one address. replaced: another region. protected: the same, of a protected
 * droplet. siteless: one of two sites is taken out. bad: two settings are wrong.
 */
export const NAMES = [
  ...["first", "same", "workers", "size", "code", "apache", "ssh"],
  ...["replaced", "protected", "siteless", "bad"],
] as const;

export function recorded(name: string): string {
  return readFileSync(join(__dirname, "recorded", `${name}.jsonl`), "utf8");
}

export function previewOf(name: string): Preview {
  return readEvents(recorded(name));
}

/** Of a preview that ended as its errors say; git knows of nothing. */
export function modelFrom(preview: Preview, options: Partial<ModelOptions> = {}): Model {
  return modelOf(preview, {
    stack: "dev",
    succeeded: preview.errors.length === 0,
    gitSource: () => undefined,
    ...options,
  });
}

export function modelOfRecorded(name: string, options: Partial<ModelOptions> = {}): Model {
  return modelFrom(previewOf(name), options);
}
