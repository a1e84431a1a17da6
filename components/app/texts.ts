import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectPaths } from "../naming";
import { bindList } from "../serve/binds";
import type { Directive } from "../serve/directives";
import { renderGunicornConfig, serviceDirectives } from "../serve/gunicorn";
import { renderLogrotate } from "../serve/logrotate";
import { renderService, renderSocket } from "../serve/units";
import type { SiteSettings } from "../settings";
import { renderNginxSite } from "../web/nginx";
import { findSettingsModule, renderDeployedSettings } from "./deployed-settings";
import type { InstalledText } from "./record";

/** A rendered text before it is staged. */
export interface SiteText extends Omit<InstalledText, "digest"> {
  text: string;
}

/**
 * The texts that the activation installs. None holds an address or another step's output, so that
 * every preview shows what will change in them, line by line.
 */
export function siteTexts(
  settings: SiteSettings,
  confinement: readonly Directive[],
  ipv6: boolean,
): SiteText[] {
  const { project, user, unit, port, workers, domain, unitOverrides } = settings;
  const paths = projectPaths(project);
  const binds = bindList(port, ipv6);
  const names = { project, unit };
  const service = serviceDirectives({ project, paths, workers, binds }, confinement, unitOverrides);
  const domainIfAny = domain === undefined ? {} : { domain };
  return [
    {
      kind: "service",
      text: renderService(names, service),
      ...rootFile(`/etc/systemd/system/${unit}.service`),
    },
    {
      kind: "socket",
      text: renderSocket(names, binds),
      ...rootFile(`/etc/systemd/system/${unit}.socket`),
    },
    {
      kind: "gunicorn",
      text: renderGunicornConfig(paths),
      mode: "0640",
      owner: `root:${user}`,
      path: `${paths.config}/gunicorn.conf.py`,
    },
    {
      kind: "nginx",
      text: renderNginxSite({ project, paths, binds, ipv6, ...domainIfAny }),
      ...rootFile(`/etc/nginx/sites-available/${project}`),
    },
    {
      kind: "logrotate",
      text: renderLogrotate(user, unit, paths),
      ...rootFile(`/etc/logrotate.d/${project}`),
    },
  ];
}

/** The managed settings, which belong to the release and not to the activation's texts. */
export function deployedSettings({ project, source, domain }: SiteSettings): string {
  const wsgi = readFileSync(join(source.directory, project, "wsgi.py"), "utf8");
  return renderDeployedSettings({
    settingsModule: findSettingsModule(wsgi, project),
    paths: projectPaths(project),
    ...(domain === undefined ? {} : { domain }),
  });
}

function rootFile(path: string): Pick<SiteText, "mode" | "owner" | "path"> {
  return { mode: "0644", owner: "root:root", path };
}
