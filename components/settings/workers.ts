import type { Size } from "../host/sizes";
import { mostWorkersFor, workersFor } from "../serve/sizing";
import { Refusal } from "./refusal";
import { SettingError } from "./setting-error";
import { show } from "./wording";

/** A number of workers, or `auto`. */
export type Workers = number | "auto";

export function parseWorkers(text: string): Workers {
  if (text === "auto") return text;
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new Refusal(`${show(text)} is not a number of workers; give auto or a number from 1`);
}

/** The number of workers for a size; refuses one that cannot fit its memory. */
export function chooseWorkers(workers: Workers, size: Size): number {
  if (workers === "auto") return workersFor(size);
  const most = mostWorkersFor(size);
  if (workers <= most) return workers;
  throw new SettingError(
    "workers",
    `${workers} do not fit the ${size.memoryMiB} MiB of ${size.slug}; choose auto or a number from 1 to ${most}, or a larger size`,
  );
}
