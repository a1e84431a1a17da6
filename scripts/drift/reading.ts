import { z } from "zod";
import { hostFile, script } from "../../components/remote/script";
import type { Wanted } from "./wanted";

/** The reader's files, which are one program: each needs what stands before it. */
export const READER_FILES = [
  "status_basics.py",
  "status_supervisor.py",
  "tree.py",
  "drift_files.py",
  "drift_system.py",
  "drift_reading.py",
];

/** Folders in which what is there beside the stack's own changes what the host serves, by who reads them. */
export const SHARED_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  "nginx.service": ["/etc/nginx/sites-enabled", "/etc/nginx/conf.d"],
  "apache2.service": ["/etc/apache2/sites-enabled"],
  "supervisor.service": ["/etc/supervisor/conf.d"],
};

/** The packages whose own configuration files decide how the sites are served, likewise. */
const CONFIGURED: Readonly<Record<string, readonly string[]>> = {
  "nginx.service": ["nginx", "nginx-common"],
  "apache2.service": ["apache2", "apache2-bin"],
  "supervisor.service": ["supervisor"],
};

/** The other web server too: it could come back at boot and take the port. */
export const WEB_UNITS = ["nginx.service", "apache2.service"];

/** The script that reads what `wanted` has to be compared with, and changes nothing. */
export function driftScript(wanted: Wanted): string {
  const { files, folders, links, absent } = wanted;
  const names = wanted.units.map(({ name }) => name);
  const paths = [
    ...files.map(({ path, text }) => [path, text !== undefined] as const),
    ...[...folders, ...links, ...absent].map(({ path }) => [path, false] as const),
  ];
  const request = {
    paths: Object.fromEntries(paths),
    folders: names.flatMap((name) => SHARED_FOLDERS[name] ?? []),
    units: [...new Set([...names, ...WEB_UNITS])],
    packages: wanted.packages,
    conffiles: ["logrotate", ...names.flatMap((name) => CONFIGURED[name] ?? [])],
    users: wanted.users.map(({ name }) => name),
    releases: Object.fromEntries(
      wanted.releases.map(({ project, ...release }) => [project, release]),
    ),
  };
  return script(["drift"], {
    REQUEST: JSON.stringify(request),
    READER: READER_FILES.map(hostFile).join("\n"),
  });
}

const found = z.object({
  type: z.enum(["file", "folder", "link", "other"]),
  mode: z.string(),
  owner: z.string(),
  sha256: z.string().optional(),
  /** Null for what is too long, or no text, or not asked for. */
  text: z.string().nullish(),
  target: z.string().optional(),
});

const tree = z.object({
  same: z.boolean(),
  /** The first that differ; `before` and `now` are texts, null for what is none. */
  files: z.array(
    z.object({
      path: z.string(),
      is: z.string(),
      before: z.string().nullish(),
      now: z.string().nullish(),
    }),
  ),
  count: z.number(),
});

const release = z.object({
  complete: z.boolean(),
  source: tree.extend({ archive: z.boolean() }).nullable(),
  static: tree.extend({ recorded: z.boolean() }).nullable(),
  virtualenv: tree.extend({ recorded: z.boolean() }).nullable(),
});

const unit = z.object({
  LoadState: z.string().default(""),
  ActiveState: z.string().default("unknown"),
  SubState: z.string().default("unknown"),
  UnitFileState: z.string().default(""),
  NeedDaemonReload: z.string().default("no"),
  DropInPaths: z.string().default(""),
});

const user = z.object({
  shell: z.string(),
  home: z.string(),
  group: z.string(),
  groups: z.array(z.string()),
  members: z.array(z.string()),
  locked: z.boolean(),
});

const reading = z.object({
  /** Null where nothing is. */
  paths: z.record(z.string(), found.nullable()),
  folders: z.record(z.string(), z.array(z.string())),
  /** The projects of the sites that were activated. */
  sites: z.array(z.string()),
  releases: z.record(z.string(), release),
  units: z.record(z.string(), unit),
  /** Supervisor's word for the state of each; null where it does not answer. */
  programs: z.record(z.string(), z.string()).nullable(),
  listeners: z.array(
    z.object({ address: z.string(), port: z.number(), programs: z.array(z.string()) }),
  ),
  packages: z.record(z.string(), z.string()),
  conffiles: z.array(z.string()),
  users: z.record(z.string(), user.nullable()),
  firewall: z.object({ tables: z.array(z.string()), guard: z.string(), agent: z.string() }),
  sshd: z.record(z.string(), z.string()),
  rootKeys: z.array(z.string()),
});

/** What the host says. */
export type Reading = z.infer<typeof reading>;
export type Found = z.infer<typeof found>;
export type Tree = z.infer<typeof tree>;

/** @throws one line for anything else than the script prints */
export function parseReading(printed: string): Reading {
  try {
    return reading.parse(JSON.parse(printed));
  } catch {
    throw new Error("the host's reading makes no sense; is its python3 that of Debian?");
  }
}
