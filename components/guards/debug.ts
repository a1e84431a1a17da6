import { MANAGED_SETTINGS } from "../serve/environment";
import type { SiteSettings } from "../settings";
import { environmentOf } from "./environment";
import type { Finding } from "./finding";

const OFF = ["", "0", "false", "f", "no", "n", "off"];

type Site = Pick<SiteSettings, "project" | "unitOverrides">;

/**
 * Debug pages show settings and code to everybody. The managed settings set DEBUG to False after all
 * that the project's own say, whatever is in its environment; what is left are ways around them, and
 * what else a project decides by a variable.
 */
export function debugFindings(sites: readonly Site[]): Finding[] {
  return sites.flatMap((site) =>
    [...environmentOf(site.unitOverrides["Environment"] ?? "")].flatMap(([name, value]) =>
      ofVariable(site, name, value),
    ),
  );
}

/** The value is not told: it may be a secret. */
function ofVariable({ project }: Site, name: string, value: string): Finding[] {
  const path = "unitOverrides.Environment";
  if (name === "DJANGO_SETTINGS_MODULE" && value !== MANAGED_SETTINGS) {
    return [
      {
        path,
        level: "mandatory",
        reason: `${name} takes ${project} past the managed settings, where DEBUG is False and the hosts and the secret key are set; take it away: what is in the project's own settings module holds beneath them`,
      },
    ];
  }
  if (!/(^|_)DEBUG(_MODE)?$/.test(name) || OFF.includes(value.toLowerCase())) return [];
  return [
    {
      path,
      level: "advisory",
      reason: `${name} is on for ${project}: Django's DEBUG stays False, since the managed settings come last, but whatever else the project decides by it is on; take it away`,
    },
  ];
}
