import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectPaths } from "../naming";
import { appServerOf } from "../serve/app-servers";
import type { AppServer, ServeOptions } from "../serve/app-server";
import { bindList } from "../serve/binds";
import type { WebServer } from "../serve/choices";
import type { Directive } from "../serve/directives";
import { renderLogrotate } from "../serve/logrotate";
import { modWsgiScript, renderModWsgiScript, renderModWsgiSite } from "../serve/mod-wsgi";
import { listenScript, renderListen, renderProgram } from "../serve/supervisor";
import { renderService, renderSocket, serviceDirectives } from "../serve/units";
import type { SiteSettings } from "../settings";
import { apacheSiteName, renderApacheSite } from "../web/apache";
import { renderNginxSite } from "../web/nginx";
import { renderDeployedSettings, findSettingsModule } from "./deployed-settings";
import type { InstalledText } from "./record";

/** A rendered text before it is staged. */
export interface SiteText extends Omit<InstalledText, "digest"> {
  text: string;
}

/** What of the host decides a site's texts. */
export interface HostChoices {
  ipv6: boolean;
  webServer: WebServer;
}

/**
 * The texts that the activation installs. None holds an address or another step's output, so that
 * every preview shows what will change in them, line by line.
 */
export function siteTexts(
  settings: SiteSettings,
  confinement: readonly Directive[],
  { ipv6, webServer }: HostChoices,
): SiteText[] {
  const server = appServerOf(settings.appServer);
  if (!server) return modWsgiTexts(settings);
  const binds = bindList(settings.port, ipv6, webServer);
  return [
    ...processTexts(settings, server, serveOptions(settings, binds), confinement),
    ...webTexts(settings, binds, { ipv6, webServer }),
    logrotateText(settings, server),
  ];
}

/** What the application server is told. */
function serveOptions(settings: SiteSettings, binds: readonly string[]): ServeOptions {
  const { project, workers, threads, workerClass } = settings;
  return { project, paths: projectPaths(project), workers, threads, workerClass, binds };
}

function processTexts(
  settings: SiteSettings,
  server: AppServer,
  options: ServeOptions,
  confinement: readonly Directive[],
): SiteText[] {
  const { user, unit, appServer, supervisor, unitOverrides } = settings;
  const { paths, binds } = options;
  const config: SiteText = {
    kind: appServer === "uwsgi" ? "uwsgi" : "gunicorn",
    text: server.renderConfig(paths),
    mode: "0640",
    owner: `root:${user}`,
    path: `${paths.config}/${server.configFile}`,
  };
  if (supervisor === "supervisor") {
    const program = renderProgram({ unit, user, server, options });
    return [
      { kind: "listen", text: renderListen(), ...rootFile(listenScript(paths.root)) },
      { kind: "program", text: program, ...rootFile(`/etc/supervisor/conf.d/${unit}.conf`) },
      config,
    ];
  }
  const service = serviceDirectives(server, options, confinement, unitOverrides);
  return [
    {
      kind: "service",
      text: renderService(settings, server, service),
      ...rootFile(`/etc/systemd/system/${unit}.service`),
    },
    {
      kind: "socket",
      text: renderSocket(settings, binds),
      ...rootFile(`/etc/systemd/system/${unit}.socket`),
    },
    config,
  ];
}

function webTexts(
  settings: SiteSettings,
  binds: readonly string[],
  { ipv6, webServer }: HostChoices,
): SiteText[] {
  const { project } = settings;
  const site = { project, paths: projectPaths(project), binds, ...domainOf(settings) };
  switch (webServer) {
    case "nginx":
      return [
        {
          kind: "nginx",
          text: renderNginxSite({ ...site, ipv6 }),
          ...rootFile(`/etc/nginx/sites-available/${project}`),
        },
      ];
    case "apache":
      return [
        {
          kind: "apache",
          text: renderApacheSite(site),
          ...rootFile(`/etc/apache2/sites-available/${apacheSiteName(site)}`),
        },
      ];
    case "none":
      return [];
  }
}

function logrotateText(settings: SiteSettings, server: AppServer): SiteText {
  const { project, user, unit, supervisor } = settings;
  const paths = projectPaths(project);
  return {
    kind: "logrotate",
    text: renderLogrotate({ user, unit, paths, server, supervisor }),
    ...rootFile(`/etc/logrotate.d/${project}`),
  };
}

/** Apache runs the project and rotates its logs: Debian's own logrotate file names their folder. */
function modWsgiTexts(settings: SiteSettings): SiteText[] {
  const { project, user, workers, threads } = settings;
  const paths = projectPaths(project);
  const site = { project, paths, ...domainOf(settings) };
  return [
    {
      kind: "wsgi",
      text: renderModWsgiScript(project),
      ...rootFile(modWsgiScript(paths.root)),
    },
    {
      kind: "apache",
      text: renderModWsgiSite({ ...site, user, workers, threads }),
      ...rootFile(`/etc/apache2/sites-available/${apacheSiteName(site)}`),
    },
  ];
}

/** The managed settings, which belong to the release and not to the activation's texts. */
export function deployedSettings(settings: SiteSettings, webServer: WebServer): string {
  const { project, source } = settings;
  const wsgi = readFileSync(join(source.directory, project, "wsgi.py"), "utf8");
  return renderDeployedSettings({
    settingsModule: findSettingsModule(wsgi, project),
    paths: projectPaths(project),
    whitenoise: webServer === "none",
    ...domainOf(settings),
  });
}

/** A key that is there only where it has a value. */
function domainOf({ domain }: SiteSettings): { domain?: string } {
  return domain === undefined ? {} : { domain };
}

function rootFile(path: string): Pick<SiteText, "mode" | "owner" | "path"> {
  return { mode: "0644", owner: "root:root", path };
}
