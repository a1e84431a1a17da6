import type { Finding } from "./finding";

/**
 * The last day with security updates that every machine gets without a contract: of Debian its
 * long-term support, which comes from the same archive; of Ubuntu the standard support. From
 * Debian's package distro-info-data 0.58+deb12u6 (debian.csv, `eol-lts`; ubuntu.csv, `eol`).
 */
const LAST_DAYS: Readonly<Record<string, string>> = {
  "debian-12": "2028-06-30",
  "debian-13": "2030-06-30",
  "ubuntu-24-04": "2029-05-31",
  "ubuntu-24-10": "2025-07-10",
  "ubuntu-25-04": "2026-01-15",
  "ubuntu-25-10": "2026-07-09",
  "ubuntu-26-04": "2031-05-29",
};

/** Time to plan a move to another droplet. */
const NOTICE_DAYS = 180;

const DAY_MS = 86_400_000;

/** The last day, `2028-06-30`, of an image's release; undefined for a snapshot or an unknown one. */
export function lastDayOf(image: string): string | undefined {
  return LAST_DAYS[image.replace(/-x64$/, "")];
}

/** Whether that day is over. */
export function isOver(lastDay: string, now: Date): boolean {
  return now.getTime() >= Date.parse(lastDay) + DAY_MS;
}

/**
 * The setting decides what a new droplet is made from: nobody wants a new one without security
 * updates. A droplet that is there keeps its image, of which `oldImageWarning` tells.
 */
export function imageFindings(image: string, now: Date): Finding[] {
  const lastDay = lastDayOf(image);
  if (lastDay === undefined) return [];
  if (isOver(lastDay, now)) {
    return [
      {
        path: "image",
        level: "mandatory",
        reason: `"${image}" had its last security updates on ${lastDay}; give debian-13-x64 or a later one: pulumi config set image debian-13-x64 (a droplet that exists keeps its own unless allowReplace is true)`,
      },
    ];
  }
  if (!isOver(lastDay, new Date(now.getTime() + NOTICE_DAYS * DAY_MS))) return [];
  return [
    {
      path: "image",
      level: "advisory",
      reason: `"${image}" has its last security updates on ${lastDay}, and is refused from then on; plan another droplet`,
    },
  ];
}

/** Of a droplet's own image, where the setting names another one; undefined where all is well. */
export function oldImageWarning(image: string, setting: string, now: Date): string | undefined {
  const lastDay = lastDayOf(image);
  if (image === setting || lastDay === undefined || !isOver(lastDay, now)) return undefined;
  return `the droplet's own image ${image} had its last security updates on ${lastDay}; have it made anew, without this one's disk and address, with pulumi config set django-droplet:allowReplace true`;
}
