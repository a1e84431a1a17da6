import { createHash } from "node:crypto";
import { recordDigest, renderRecord } from "../../../components/app/record";
import { activationScript } from "../../../components/app/scripts";
import { siteTexts } from "../../../components/app/texts";
import { projectPaths } from "../../../components/naming";
import { script } from "../../../components/remote/script";
import { quote } from "../../../components/remote/shell";
import { sandbox } from "../../../components/serve/sandbox";
import type { WebServer } from "../../../components/serve/choices";
import { servingOf } from "../../../components/serve/serving";
import type { SiteSettings } from "../../../components/settings";
import type { Ran } from "../../support/bash";
import type { FakeHost } from "../../support/fake-host";
import { SITE } from "../../support/site";

/** One version of a site: its settings, the release that it wants and what stands in front of it. */
export interface Version extends Partial<SiteSettings> {
  /** @default "nginx" */
  webServer?: WebServer;
  /** The release's name. @default "release1" */
  release?: string;
  /** The virtualenv's. @default "venv1" */
  virtualenv?: string;
  /** Whether others may have something on the host. @default false */
  shared?: boolean;
  /** @default `ADDRESSES` */
  allowedHosts?: readonly string[];
  /** @default as the program has it */
  migrationSeconds?: number;
}

/** Each way to run the site, with what stands in front of it. */
export const WAYS = {
  "systemd, nginx": { webServer: "nginx" },
  "systemd, apache": { webServer: "apache" },
  "systemd, none": { webServer: "none", port: 80 },
  "supervisor, nginx": { webServer: "nginx", supervisor: "supervisor" },
  "supervisor, apache": { webServer: "apache", supervisor: "supervisor" },
  "supervisor, none": { webServer: "none", port: 80, supervisor: "supervisor" },
  "uwsgi, nginx": { webServer: "nginx", appServer: "uwsgi" },
  mod_wsgi: { webServer: "apache", appServer: "mod_wsgi", port: 80, unit: "apache2" },
} as const satisfies Record<string, Version>;

export type Way = keyof typeof WAYS;

const ADDRESSES = ["203.0.113.10", "[2001:db8::10]"];
const SUPERVISOR = "supervisor.service";
const STATE = "/var/lib/django-droplet/sites";
export const FOLDER = `${STATE}/${SITE.project}`;

/** Makes a site's user and folders. */
export function account(host: FakeHost, version: Version = {}): Ran {
  const { project, user } = { ...SITE, ...version };
  return host.step(script(["account"], { PROJECT: project, USER_NAME: user }));
}

/** Stages a version's texts, puts a built release there, and activates it. */
export function activate(host: FakeHost, version: Version = {}): Ran & { record: string } {
  const made = prepare(host, version);
  return { ...host.step(made.script), record: made.record };
}

/** All of it but the last step, whose script is returned, with the digest of the record. */
export function prepare(host: FakeHost, version: Version = {}): { script: string; record: string } {
  const { release = "release1", virtualenv = "venv1", webServer = "nginx", ...more } = version;
  const { shared = false, allowedHosts = ADDRESSES, migrationSeconds, ...changes } = more;
  const site = { ...SITE, ...changes };
  const paths = projectPaths(site.project);
  const confinement = sandbox(site.user, paths, site.unitOverrides);
  if (!host.sh("ls /opt").split("\n").includes(site.project)) {
    expect(account(host, version)).toMatchObject({ code: 0 });
  }
  const texts = siteTexts(site, confinement, { ipv6: true, webServer }).map(
    ({ text, ...place }) => {
      return { ...place, text, digest: createHash("sha256").update(text).digest("hex") };
    },
  );
  const staged = texts.map(({ text, digest }) => `printf %s ${quote(text)} >${digest}`);
  host.sh(`
    cd ${STATE}/${site.project}/staged
    ${staged.join("\n")}
    cd ${paths.root}
    mkdir -p venvs/${virtualenv}/bin releases/${release}/static
    ln -sfn /usr/bin/python3 venvs/${virtualenv}/bin/python
    install -d -m 0750 -g ${site.user} releases/${release}/etc
    ln -sfn ${paths.venvs}/${virtualenv} releases/${release}/venv
    touch venvs/${virtualenv}/.complete releases/${release}/.complete`);
  const record = renderRecord({
    release,
    source: "50".repeat(32),
    virtualenv,
    settings: "5e".repeat(32),
    secrets: "5c".repeat(32),
    texts,
  });
  const text = activationScript({
    site,
    serving: servingOf(site, webServer),
    confinement,
    release,
    record,
    shared,
    allowedHosts,
    ...(migrationSeconds === undefined ? {} : { migrationSeconds }),
  });
  return { script: text, record: recordDigest(record) };
}

/** All that an activation may change, file by file. */
export function snapshot(host: FakeHost): string {
  return host.sh(`
    cd /
    find etc/systemd/system etc/opt etc/nginx etc/apache2 etc/supervisor etc/logrotate.d \\
      opt/*/current opt/*/venv opt/*/releases/*/etc $WORLD/{active,enabled,masked,programs} \\
      ${STATE}/*/active -not -type d -printf '%M %u:%g %p %l\\n' 2>/dev/null | sort || true
    { cat etc/systemd/system/* etc/supervisor/conf.d/* etc/opt/*/* etc/*/sites-available/* opt/*/*.py \\
      $WORLD/programs/* 2>/dev/null || true; } | sha256sum`);
}

/** Who runs, who comes back at boot, which programs supervisor has, and the links of sites. */
export function standing(host: FakeHost): string {
  return host.sh(`
    cd $WORLD; for folder in active enabled masked; do echo $folder: $(ls $folder); done
    echo programs: $(grep -H . states/* 2>/dev/null | cut -d / -f 2)
    echo links: $(cd /etc; find nginx apache2 -type l | sort)`);
}

/** What `standing` is of a host that has this site and nothing else. */
export function standingOf(version: Version): string {
  const { unit, supervisor, appServer } = { ...SITE, ...version };
  const { webServer = "nginx", domain } = version;
  const web = { nginx: "nginx.service", apache: "apache2.service", none: "" }[webServer];
  const apacheName = domain === undefined ? "000-shop.conf" : "shop.conf";
  const link = { nginx: "nginx/sites-enabled/shop", apache: `apache2/sites-enabled/${apacheName}` };
  const units = [`${unit}.service`, `${unit}.socket`];
  const own = appServer === "mod_wsgi" ? [] : supervisor === "systemd" ? units : [SUPERVISOR];
  const program = own.includes(SUPERVISOR) ? [`program:${unit}`] : [];
  const line = (name: string, words: string[]) =>
    `${name}: ${words.filter(Boolean).sort().join(" ")}`.trimEnd();
  return [
    line("active", [web, ...own, ...program]),
    line("enabled", [web, ...own]),
    line("masked", []),
    line("programs", program.length > 0 ? [`${unit}:RUNNING`] : []),
    line("links", webServer === "none" ? [] : [link[webServer]]),
  ].join("\n");
}

/** The changing calls since the last time, without those of the steps before the switch. */
export function calls(host: FakeHost): string[] {
  return host.calls().filter((call) => !/-(preflight|migrate)\.service$|^reset-failed/.test(call));
}
