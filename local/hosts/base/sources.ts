import { readdir, readFile } from "node:fs/promises";

/** Where the apt packages of a release come from. */
export interface Mirrors {
  /** The main archive: `http://deb.debian.org/debian`. */
  archive: string;
  /** The security archive. */
  security: string;
}

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Debian's own, for machines whose sources name no Debian mirror (Ubuntu, for one). */
export const DEBIAN_MIRRORS: Mirrors = {
  archive: "http://deb.debian.org/debian",
  security: "http://deb.debian.org/debian-security",
};

/**
 * The mirrors that apt's sources name, in either of its formats; a company's mirror is thus used
 * for the hosts too, whatever release the machine itself runs.
 */
export function mirrorsFrom(sources: readonly string[]): Mirrors {
  const uris = sources.flatMap(debianUris);
  return {
    archive: uris.find((uri) => !isSecurity(uri)) ?? DEBIAN_MIRRORS.archive,
    security: uris.find(isSecurity) ?? DEBIAN_MIRRORS.security,
  };
}

/** The deb822 text that a Debian release's host starts with. */
export function renderSources(suite: string, mirrors: Mirrors): string {
  const stanza = (uri: string, suites: string) =>
    ["Types: deb", `URIs: ${uri}`, `Suites: ${suites}`, "Components: main", `Signed-By: ${KEYRING}`]
      .join("\n")
      .concat("\n");
  return [
    stanza(mirrors.archive, `${suite} ${suite}-updates`),
    stanza(mirrors.security, `${suite}-security`),
  ].join("\n");
}

/** This machine's apt sources, file by file. */
export async function readMachineSources(etcApt = "/etc/apt"): Promise<string[]> {
  const parts = await readdir(`${etcApt}/sources.list.d`).catch(() => []);
  const paths = [
    `${etcApt}/sources.list`,
    ...parts
      .filter((name) => /\.(list|sources)$/.test(name))
      .sort()
      .map((name) => `${etcApt}/sources.list.d/${name}`),
  ];
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8").catch(() => "")));
  return texts.filter((text) => text !== "");
}

/** `deb [options] URI …` and `URIs: URI …`, as far as the path says that it is Debian's. */
function debianUris(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => /^\s*(deb\s|URIs:)/i.test(line))
    .flatMap((line) => line.match(/\bhttps?:\/\/[^\s\]]+/g) ?? [])
    .map((uri) => uri.replace(/\/+$/, ""))
    .filter((uri) => /\/debian(-security)?$/.test(uri));
}

function isSecurity(uri: string): boolean {
  return uri.endsWith("-security");
}
