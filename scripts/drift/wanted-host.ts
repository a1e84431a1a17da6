import type { Applied } from "./applied";
import { addressOf, fileOf, wantedOfSite } from "./wanted-site";
import { HOST, type Wanted, type WantedFile, type WantedListener } from "./wanted";

const ROOTS = { owner: "root:root" };
/** The stack's own among sshd's files. */
export const SSHD_FILE = "/etc/ssh/sshd_config.d/10-django-droplet.conf";

const GUARD_UNIT = "django-droplet-metadata.service";

/** What the host and its sites have to be. */
export function wantedOf(applied: Applied): Wanted {
  const parts: Partial<Wanted>[] = [
    webServer(applied),
    guard(applied),
    ...applied.sites.map(wantedOfSite),
  ];
  const all = <Item>(list: (part: Partial<Wanted>) => readonly Item[] | undefined): Item[] =>
    parts.flatMap((part) => list(part) ?? []);
  const { loginKey } = applied;
  const rules = applied.parameter("metadata-guard", "RULES");
  return {
    files: [...firstFiles(applied), ...all(({ files }) => files)],
    folders: [...folders(applied), ...all(({ folders }) => folders)],
    links: all(({ links }) => links),
    absent: [...absentKeys(applied), ...all(({ absent }) => absent)],
    units: all(({ units }) => units).filter(isFirst),
    programs: all(({ programs }) => programs),
    listeners: all(({ listeners }) => listeners),
    packages: packages(applied),
    users: all(({ users }) => users),
    releases: all(({ releases }) => releases),
    sshd: sshd(applied),
    rootKeys: loginKey === undefined ? [] : [loginKey],
    ...(rules !== undefined && { guard: rules }),
    projects: all(({ projects }) => projects),
  };
}

/** Two sites may have one unit, supervisor's or Apache's. */
function isFirst({ name }: { name: string }, index: number, units: readonly { name: string }[]) {
  return units.findIndex((unit) => unit.name === name) === index;
}

/** What the first step puts there. */
function firstFiles({ parameter, isShared }: Applied): WantedFile[] {
  const helper = parameter("ready", "STAGE_HELPER");
  const first = file("/usr/local/sbin/django-droplet-stage", "0755", helper);
  // Who may log in to a server that others have is theirs to say as well.
  if (isShared) return first;
  const keys = parameter("ready", "AUTHORIZED_KEYS");
  return [
    ...first,
    ...file(
      "/etc/ssh/authorized_keys.d/root",
      "0600",
      keys === undefined || keys === "" ? undefined : `${keys}\n`,
    ),
    ...file(SSHD_FILE, "0600", parameter("ready", "SSHD_CONFIG")),
  ];
}

function absentKeys({ parameter, isShared }: Applied): Wanted["absent"] {
  if (isShared || parameter("ready", "AUTHORIZED_KEYS") !== "") return [];
  const path = "/etc/ssh/authorized_keys.d/root";
  return [{ of: HOST, path, why: "the stack has no keys of people" }];
}

function folders({ isShared }: Applied): Wanted["folders"] {
  const alone = [
    ["/etc/ssh/authorized_keys.d", "0755"],
    ["/etc/django-droplet", "0755"],
  ];
  return [
    ...(isShared ? [] : alone),
    ["/var/lib/django-droplet", "0700"],
    ["/var/lib/django-droplet/sites", "0700"],
    ["/var/lib/django-droplet/users", "0700"],
    ["/var/log/django-droplet", "0750"],
  ].map(([path = "", mode = ""]) => ({ of: HOST, path, mode, ...ROOTS }));
}

function guard({ parameter }: Applied): Partial<Wanted> {
  const unit = parameter("metadata-guard", "UNIT");
  return {
    files: [
      ...file("/etc/django-droplet/metadata.nft", "0644", parameter("metadata-guard", "RULES")),
      ...file(`/etc/systemd/system/${GUARD_UNIT}`, "0644", unit),
    ],
    units: unit === undefined ? [] : [{ of: HOST, name: GUARD_UNIT, dropIns: [] }],
  };
}

function webServer(applied: Applied): Partial<Wanted> {
  const which = applied.parameter("web", "W");
  if (which === "nginx") return nginx(applied);
  return which === "apache" ? apache(applied) : {};
}

function nginx({ parameter, isShared }: Applied): Partial<Wanted> {
  const units = [{ of: HOST, name: "nginx.service", dropIns: [] }];
  // Unknown names stay those of others, and so does where it listens.
  if (isShared) return { units };
  const catchAll = parameter("web", "CATCH_ALL") ?? "";
  return {
    files: [
      ...file("/etc/nginx/sites-available/catch-all", "0644", catchAll),
      ...file("/etc/nginx/conf.d/django-droplet.conf", "0644", parameter("web", "NAMES")),
    ],
    links: [
      {
        of: HOST,
        path: "/etc/nginx/sites-enabled/catch-all",
        target: "../sites-available/catch-all",
      },
    ],
    absent: [
      { of: HOST, path: "/etc/nginx/sites-enabled/default", why: "it is Debian's own site" },
    ],
    units,
    listeners: [...catchAll.matchAll(/^\s*listen ([^ ;]+)/gm)].map(([, on = ""]) =>
      listener(on.includes(":") ? on : `0.0.0.0:${on}`, "nginx"),
    ),
  };
}

function apache({ parameter }: Applied): Partial<Wanted> {
  const folder = "/etc/apache2";
  const name = parameter("web", "CATCH_ALL_NAME") ?? "";
  const dropIn = "/etc/systemd/system/apache2.service.d/django-droplet.conf";
  const ports = parameter("web", "PORTS") ?? "";
  return {
    files: [
      ...file(`${folder}/ports.conf`, "0644", ports),
      ...file(dropIn, "0644", parameter("web", "CONFINEMENT")),
      ...file(`${folder}/sites-available/${name}`, "0644", parameter("web", "CATCH_ALL")),
    ],
    links: [
      { of: HOST, path: `${folder}/sites-enabled/${name}`, target: `../sites-available/${name}` },
      ...linesOf(parameter("web", "MODULES")).map((module) => ({
        ...{ of: HOST, path: `${folder}/mods-enabled/${module}.load` },
      })),
    ],
    absent: linesOf(parameter("web", "UNWANTED")).map((path) => ({
      ...{ of: HOST, path: `${folder}/${path}`, why: "it is one of Debian's own" },
    })),
    units: [{ of: HOST, name: "apache2.service", dropIns: [dropIn] }],
    // Without an address one socket takes both families.
    listeners: [...ports.matchAll(/^Listen (\S+)/gm)].map(([, on = ""]) =>
      listener(on.includes(":") ? on : `*:${on}`, "apache2"),
    ),
  };
}

function packages({ parameter }: Applied): string[] {
  const names = ["packages", "web"].flatMap((step) => linesOf(parameter(step, "PACKAGES")));
  return [...new Set(names)].sort();
}

/** The directives that the stack's file sets. */
function sshd({ parameter }: Applied): string[] {
  return linesOf(parameter("ready", "SSHD_CONFIG"))
    .filter((line) => !line.startsWith("#"))
    .map(sshdWords);
}

/** A directive in the words in which sshd tells what is in effect. */
export function sshdWords(line: string): string {
  const [key = "", ...words] = line.trim().split(/\s+/);
  return [key.toLowerCase(), ...words].join(" ").replace("prohibit-password", "without-password");
}

function listener(bind: string, program: string): WantedListener {
  return { of: HOST, ...addressOf(bind), program };
}

function file(path: string, mode: string, text: string | undefined): WantedFile[] {
  return text === undefined ? [] : [{ ...fileOf(HOST, path, text), mode, ...ROOTS }];
}

function linesOf(text: string | undefined): string[] {
  return (text ?? "").split("\n").filter(Boolean);
}
