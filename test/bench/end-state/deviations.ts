import { z } from "zod";
import { projectPaths } from "../../../components/naming";

const place = z.object({ owner: z.string(), group: z.string(), mode: z.string() });
const failure = z.object({ error: z.array(z.string()) });

/** What `reading.py` prints. */
export const serverReading = z.object({
  /** `nginx installed`, a line a package. */
  packages: z.array(z.string()),
  user: z.object({ uid: z.number(), shell: z.string(), locked: z.boolean() }).nullable(),
  places: z.record(z.string(), place.nullable()),
  units: z.record(z.string(), z.object({ active: z.string(), enabled: z.string() })),
  service: z.object({ user: z.string(), restarts: z.number(), workers: z.number() }),
  gunicorn: z.union([z.object({ version: z.string(), installer: z.string() }), failure]),
  django: z.union([
    z.object({
      debug: z.boolean(),
      secretKey: z.string(),
      allowedHosts: z.array(z.string()),
      database: z.string(),
      unapplied: z.number(),
    }),
    failure,
  ]),
  /** Addresses with ports: `127.0.0.1:8000`. */
  listening: z.array(z.string()),
});
export type ServerReading = z.infer<typeof serverReading>;

export interface Page {
  status: number;
  /** The header of that name. */
  server: string;
  body: string;
}

/** How the site answers who asks for it by its address. */
export interface Pages {
  page: Page;
  /** A static file of the project's own. */
  ownStatic: Page;
  /** One of Django's, which is in its place only after collectstatic. */
  collected: Page;
  missing: Page;
}

export interface Expected {
  project: string;
  workers: number;
  /** As pip is told: `gunicorn==26.1.0`. */
  gunicornRequirement: string;
  /** Stands in the page. */
  text: string;
  /** The project's own settings, whose secret key everybody knows. */
  exampleSettings: string;
  /** The static file's text. */
  ownStatic: string;
}

/** By the socket or by the service itself: what else listens must be ssh's or the web server's. */
const PUBLIC_PORTS = ["22", "80"];
const LOOPBACK = /^(127\.|\[::1\]|\[::ffff:127\.)/;

/** What is not as it has to be, a line each. */
export function deviations(reading: ServerReading, pages: Pages, expected: Expected): string[] {
  const { project } = expected;
  return [
    ...["nginx", "python3-venv"]
      .filter((name) => !reading.packages.includes(`${name} installed`))
      .map((name) => `the package ${name} is not installed`),
    ...ofUser(reading.user, project),
    ...ofPlaces(reading.places, project),
    ...Object.entries(reading.units).flatMap(([unit, { active, enabled }]) => [
      ...unless(active === "active", `${unit} is ${active}`),
      ...unless(enabled === "enabled", `${unit} is ${enabled || "unknown"}, not enabled`),
    ]),
    ...ofService(reading, expected),
    ...ofDjango(reading, expected),
    ...ofListeners(reading.listening),
    ...ofPages(pages, expected),
  ];
}

function ofUser(user: ServerReading["user"], project: string): string[] {
  if (!user) return [`there is no user ${project}`];
  return [
    ...unless(
      user.uid > 0 && user.uid < 1000,
      `the user ${project} is no system user: ${user.uid}`,
    ),
    ...unless(
      /\/(nologin|false)$/.test(user.shell),
      `the user ${project} has a shell: ${user.shell}`,
    ),
    ...unless(user.locked, `the user ${project} has a password`),
  ];
}

/** Owners and modes: code is root's, data and logs the user's, and nobody else writes or looks in. */
function ofPlaces(places: ServerReading["places"], project: string): string[] {
  const { root, venv, config, data, logs } = projectPaths(project);
  const rule = (path: string, owner: string, forbidden: number) => {
    const found = places[path];
    if (!found) return [`${path} is not there`];
    return [
      ...unless(found.owner === owner, `${path} belongs to ${found.owner}, not ${owner}`),
      ...unless(
        (parseInt(found.mode, 8) & forbidden) === 0,
        `the mode of ${path} is ${found.mode}`,
      ),
    ];
  };
  return [
    ...rule(root, "root", 0o022),
    ...rule(`${venv}/`, "root", 0o022),
    ...rule(config, "root", 0o027),
    // Others may pass through to what was uploaded.
    ...rule(data, project, 0o026),
    ...rule(logs, project, 0o027),
  ];
}

function ofService({ service, gunicorn }: ServerReading, expected: Expected): string[] {
  const { project, workers, gunicornRequirement } = expected;
  return [
    ...unless(service.user === project, `the service runs as ${service.user || "root"}`),
    ...unless(
      service.restarts === 0,
      `the service was restarted ${service.restarts} times by itself`,
    ),
    ...unless(service.workers === workers, `${service.workers} workers run, not ${workers}`),
    ...("error" in gunicorn
      ? [`the virtualenv has no gunicorn: ${gunicorn.error.join()}`]
      : [
          ...unless(
            gunicorn.installer === "pip",
            `gunicorn is from ${gunicorn.installer}, not from pip`,
          ),
          ...unless(
            `gunicorn==${gunicorn.version}` === gunicornRequirement,
            `gunicorn is ${gunicorn.version}, not ${gunicornRequirement}`,
          ),
        ]),
  ];
}

function ofDjango({ django, places }: ServerReading, expected: Expected): string[] {
  if ("error" in django) return [`the settings cannot be read: ${django.error.join()}`];
  const { project, exampleSettings } = expected;
  const file = places[django.database];
  return [
    ...unless(!django.debug, "DEBUG is on"),
    ...unless(!exampleSettings.includes(django.secretKey), "the secret key is the example's"),
    ...unless(!django.allowedHosts.includes("*"), "any Host is allowed"),
    ...unless(django.unapplied === 0, `${django.unapplied} migrations are not applied`),
    ...unless(
      django.database.startsWith(`${projectPaths(project).data}/`) && file?.owner === project,
      `the database ${django.database} is not ${project}'s, in ${projectPaths(project).data}`,
    ),
  ];
}

function ofListeners(listening: readonly string[]): string[] {
  const isOpen = (address: string) => {
    const port = address.slice(address.lastIndexOf(":") + 1);
    return !LOOPBACK.test(address) && !PUBLIC_PORTS.includes(port);
  };
  return [
    ...["0.0.0.0:80", "[::]:80"]
      .filter((address) => !listening.includes(address))
      .map((address) => `nobody listens on ${address}`),
    ...listening.filter(isOpen).map((address) => `${address} is open to all`),
  ];
}

function ofPages({ page, ownStatic, collected, missing }: Pages, expected: Expected): string[] {
  const all = { page, ownStatic, collected, missing };
  return [
    ...unless(page.status === 200, `the page answers ${page.status}`),
    ...unless(page.body.includes(expected.text), `the page does not say "${expected.text}"`),
    ...unless(
      ownStatic.status === 200 && ownStatic.body === expected.ownStatic,
      `the project's static file answers ${ownStatic.status}, or with another text`,
    ),
    ...unless(collected.status === 200, `Django's own static file answers ${collected.status}`),
    ...unless(missing.status === 404, `a page that is not there answers ${missing.status}`),
    ...unless(
      Object.values(all).every(({ server }) => server.startsWith("nginx")),
      "not nginx answers",
    ),
  ];
}

const unless = (condition: boolean, line: string): string[] => (condition ? [] : [line]);
