import { Refusal } from "./refusal";
import { show } from "./wording";

/** `2026-12-31`, `2026-12-31T18:00Z`, `2026-12-31T18:00:00.5+02:00`. */
const ISO_8601 =
  /^(?<date>\d{4}-\d\d-\d\d)(T(?<time>\d\d:\d\d(:\d\d(\.\d+)?)?)(?<zone>Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * How Pulumi hands over a date that stands without quotes in YAML, which is a timestamp there:
 * `2026-12-31 18:00:00 +0200 +0200`.
 */
const FROM_YAML =
  /^(?<date>\d{4}-\d\d-\d\d) (?<time>\d\d:\d\d:\d\d(\.\d+)?) (?<hours>[+-]\d\d)(?<minutes>\d\d) \S+$/;

/** Parses an ISO 8601 instant (a date alone means its first second, UTC) into its UTC form, to the second. */
export function parseInstant(text: string): string {
  const yaml = FROM_YAML.exec(text)?.groups;
  const iso = ISO_8601.exec(text)?.groups;
  if (iso?.time !== undefined && iso.zone === undefined) {
    throw new Refusal(`${show(text)} has no time zone; write ${text}Z for UTC`);
  }
  const zone = yaml ? `${yaml.hours}:${yaml.minutes}` : (iso?.zone ?? "Z");
  const { date, time = "00:00" } = yaml ?? iso ?? {};
  const instant = new Date(`${date}T${time}${zone}`);
  // Date turns 30 February into 1 or 2 March.
  const day = new Date(`${date}T00:00Z`);
  if (
    isNaN(instant.getTime()) ||
    isNaN(day.getTime()) ||
    !day.toISOString().startsWith(`${date}`)
  ) {
    throw new Refusal(
      `${show(text)} is not a time in ISO 8601; write one such as 2026-12-31T18:00:00Z`,
    );
  }
  return instant.toISOString().replace(/\.\d+Z$/, "Z");
}
