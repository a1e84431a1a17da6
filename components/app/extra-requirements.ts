import { appServerOf } from "../serve/app-servers";
import type { WebServer } from "../serve/choices";
import type { SiteSettings } from "../settings";
import { WHITENOISE_REQUIREMENT } from "./deployed-settings";

/** What pip installs beside the project's requirements, so far as the project does not name it. */
export function extraRequirements(settings: SiteSettings, webServer: WebServer): string[] {
  const { names } = settings.source.requirements;
  const server = appServerOf(settings.appServer);
  return [
    ...(server?.requirements(names, settings.workerClass) ?? []),
    ...(webServer === "none" && !names.includes("whitenoise") ? [WHITENOISE_REQUIREMENT] : []),
  ];
}
