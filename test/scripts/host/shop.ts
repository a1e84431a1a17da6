import { createHash } from "node:crypto";
import { recordDigest, renderRecord } from "../../../components/app/record";
import { activationScript } from "../../../components/app/scripts";
import { siteTexts } from "../../../components/app/texts";
import { projectPaths } from "../../../components/naming";
import { script } from "../../../components/remote/script";
import { quote } from "../../../components/remote/shell";
import { sandbox } from "../../../components/serve/sandbox";
import type { SiteSettings } from "../../../components/settings";
import type { Ran } from "../../support/bash";
import type { FakeHost } from "../../support/fake-host";
import { SITE } from "../../support/site";

/** One version of a site: its settings and the release that it wants. */
export interface Version extends Partial<SiteSettings> {
  /** The release's name. @default "release1" */
  release?: string;
  /** The virtualenv's. @default "venv1" */
  virtualenv?: string;
}

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
  const { release = "release1", virtualenv = "venv1", ...changes } = version;
  const site = { ...SITE, ...changes };
  const paths = projectPaths(site.project);
  const confinement = sandbox(site.user, paths, site.unitOverrides);
  if (!host.sh("ls /opt").split("\n").includes(site.project)) {
    expect(account(host, version)).toMatchObject({ code: 0 });
  }
  const texts = siteTexts(site, confinement, true).map(({ text, ...place }) => {
    return { ...place, text, digest: createHash("sha256").update(text).digest("hex") };
  });
  const staged = texts.map(({ text, digest }) => `printf %s ${quote(text)} >${digest}`);
  host.sh(`
    cd ${STATE}/${site.project}/staged
    ${staged.join("\n")}
    cd ${paths.root}
    mkdir -p venvs/${virtualenv} releases/${release}/static
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
    confinement,
    release,
    record,
    allowedHosts: ["203.0.113.10", "[2001:db8::10]"],
  });
  return { script: text, record: recordDigest(record) };
}

/** All that an activation may change, file by file. */
export function snapshot(host: FakeHost): string {
  return host.sh(`
    cd /
    find etc/systemd/system/*.service etc/systemd/system/*.socket etc/opt etc/nginx etc/logrotate.d/shop* \\
      opt/*/current opt/*/venv opt/*/releases/*/etc $WORLD/active $WORLD/enabled ${STATE}/*/active \\
      -printf '%M %u:%g %p %l\\n' 2>/dev/null | sort || true
    cat etc/systemd/system/shop* etc/opt/*/* etc/nginx/sites-available/* 2>/dev/null | sha256sum`);
}
