import { COMBINATIONS, HTTP_PORT, type Choice } from "../../components/serve/choices";
import type { SiteSettings } from "../../components/settings";
import { SITE } from "./site";

/** Every combination that is allowed. */
export const CHOICES: readonly Choice[] = COMBINATIONS.flatMap(
  ({ appServer, webServers, supervisors }) =>
    webServers.flatMap((webServer) =>
      supervisors.map((supervisor): Choice => ({ appServer, webServer, supervisor })),
    ),
);

/** The same for `test.each`, with a name for people. */
export const EACH_CHOICE: readonly (readonly [string, Choice])[] = CHOICES.map((choice) => [
  nameOf(choice),
  choice,
]);

export function nameOf({ appServer, webServer, supervisor }: Choice): string {
  return `${appServer} + ${webServer} + ${supervisor}`;
}

/** The site of the tests with a choice, and what follows from it in the settings. */
export function siteWith({ appServer, webServer, supervisor }: Choice): SiteSettings {
  const inApache = appServer === "mod_wsgi";
  return {
    ...SITE,
    appServer,
    supervisor,
    unit: inApache ? "apache2" : SITE.unit,
    port: inApache || webServer === "none" ? HTTP_PORT : SITE.port,
  };
}
