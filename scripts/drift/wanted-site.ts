import { createHash } from "node:crypto";
import { projectPaths } from "../../components/naming";
import type { AppliedSite } from "./applied";
import type {
  Wanted,
  WantedFile,
  WantedFolder,
  WantedLink,
  WantedListener,
  WantedUnit,
} from "./wanted";

const STATE = "/var/lib/django-droplet/sites";

/** What a site has to be on the host. */
export function wantedOfSite(site: AppliedSite): Omit<Wanted, "packages" | "sshd" | "rootKeys"> {
  const { project, user, names } = site;
  const { root, releases, venvs } = projectPaths(project);
  const release = `${releases}/${names["release"] ?? ""}`;
  const virtualenv = `${venvs}/${names["virtualenv"] ?? ""}`;
  const source = names["source"] ?? "";
  const program = site.texts.find(({ kind }) => kind === "program");
  return {
    files: [...installedFiles(site), ...releaseFiles(site, release), ...stagedFiles(site)],
    folders: folders(site, release),
    links: [
      { of: project, path: `${root}/current`, target: `releases/${names["release"] ?? ""}` },
      { of: project, path: `${root}/venv`, target: "current/venv" },
      { of: project, path: `${release}/venv`, target: virtualenv },
      ...siteLinks(site),
    ],
    absent: [
      ["switching", "a switch was cut short"],
      ["mended", "what was built again has not been taken up"],
    ].map(([name = "", why = ""]) => ({
      ...{ of: project, path: `${STATE}/${project}/${name}`, why },
    })),
    units: units(site),
    programs: program ? [{ of: project, name: nameIn(program.path, ".conf") }] : [],
    listeners: listeners(site),
    users: [{ of: project, name: user }],
    releases: [
      {
        project,
        release,
        source,
        virtualenv,
        archive: `${STATE}/${project}/sources/${source}.tar.gz`,
      },
    ],
    projects: [project],
  };
}

function installedFiles({ project, texts, staged, record }: AppliedSite): WantedFile[] {
  return [
    ...texts.map(({ digest, mode, owner, path }) => ({
      ...{ of: project, path, mode, owner, sha256: digest },
      ...textWith(staged.get(digest)),
    })),
    fileOf(project, `${STATE}/${project}/active`, `${record}\n`),
  ];
}

/** The settings belong to the release; the addresses are put beside them at each activation. */
function releaseFiles(site: AppliedSite, release: string): WantedFile[] {
  const { project, user, names, staged, allowedHosts } = site;
  const place = { mode: "0640", owner: `root:${user}` };
  const text = (kind: string, name: string): WantedFile[] => {
    const found = staged.get(names[kind] ?? "");
    if (!found) return [];
    const whole = { ...fileOf(project, `${release}/etc/${name}`, found.text), ...place };
    return [found.secret ? withoutText(whole) : whole];
  };
  return [
    ...text("settings", "deployed_settings.py"),
    ...text("secrets", "secrets.json"),
    { ...fileOf(project, `${release}/etc/allowed_hosts`, `${allowedHosts}\n`), ...place },
  ];
}

/** What a way back would need. Their names are their digests, and so are what is compared. */
function stagedFiles({ project, staged }: AppliedSite): WantedFile[] {
  const together = `${STATE}/${project}/staged`;
  return [...staged.values()].map(({ digest, text }) =>
    withoutText({
      ...fileOf(project, `${together}/${digest}`, text),
      ...{ mode: "0600", owner: "root:root", together },
    }),
  );
}

function folders({ project, user }: AppliedSite, release: string): WantedFolder[] {
  const { root, releases, venvs, config, data, media, logs } = projectPaths(project);
  const of = (path: string, mode: string, owner: string): WantedFolder => ({
    ...{ of: project, path, mode, owner },
  });
  return [
    ...[root, releases, venvs, release].map((path) => of(path, "0755", "root:root")),
    of(`${release}/etc`, "0750", `root:${user}`),
    of(config, "0750", `root:${user}`),
    of(data, "0751", `${user}:${user}`),
    {
      ...of(media, "0755", `${user}:${user}`),
      byHand: {
        words: "a service of its own user is at home there, so no step of root's touches it",
        command: `chown -h ${user}:${user} ${media}`,
      },
    },
    of(logs, "0750", `${user}:adm`),
    ...["", "/staged", "/sources"].map((path) =>
      of(`${STATE}/${project}${path}`, "0700", "root:root"),
    ),
  ];
}

function siteLinks({ project, texts }: AppliedSite): WantedLink[] {
  return texts
    .filter(({ kind }) => kind === "nginx" || kind === "apache")
    .map(({ path }) => ({
      of: project,
      path: path.replace("sites-available", "sites-enabled"),
      target: `../sites-available/${path.split("/").at(-1) ?? ""}`,
    }));
}

function units({ project, texts }: AppliedSite): WantedUnit[] {
  const named = texts
    .filter(({ kind }) => kind === "service" || kind === "socket")
    .map(({ path }) => nameIn(path));
  const supervised = texts.some(({ kind }) => kind === "program") ? ["supervisor.service"] : [];
  return [...named, ...supervised].map((name) => ({ of: project, name, dropIns: [] }));
}

/** Where its own server listens, as its unit or its program says. */
function listeners({ project, texts, staged }: AppliedSite): WantedListener[] {
  const textOf = (kind: string): string =>
    staged.get(texts.find((text) => text.kind === kind)?.digest ?? "")?.text ?? "";
  const bySystemd = [...textOf("socket").matchAll(/^ListenStream=(.*)$/gm)].map(
    ([, bind = ""]) => ({
      ...addressOf(bind),
      program: "systemd",
    }),
  );
  const bySupervisor = [...textOf("program").matchAll(/--(?:bind|http-socket)=(\S+)/g)].map(
    // Its own socket for all IPv6 addresses takes IPv4 as well.
    ([, bind = ""]) => addressOf(bind.replace("[::]", "*")),
  );
  return [...bySystemd, ...bySupervisor].map((each) => ({ of: project, ...each }));
}

/** `127.0.0.1:8000` in two. */
export function addressOf(bind: string): { address: string; port: number } {
  const colon = bind.lastIndexOf(":");
  return { address: bind.slice(0, colon) || "0.0.0.0", port: Number(bind.slice(colon + 1)) };
}

/** A file by its text, wherever it lies and whoever has it. */
export function fileOf(of: string, path: string, text: string): WantedFile {
  return { of, path, sha256: createHash("sha256").update(text).digest("hex"), text };
}

function textWith(found: { text: string; secret: boolean } | undefined): { text?: string } {
  return found && !found.secret ? { text: found.text } : {};
}

function withoutText({ text: _, ...file }: WantedFile): WantedFile {
  return file;
}

function nameIn(path: string, suffix = ""): string {
  const name = path.split("/").at(-1) ?? "";
  return name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : name;
}
