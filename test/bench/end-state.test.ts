import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deviations, serverReading, type Expected, type Pages } from "./end-state/deviations";

const expected: Expected = {
  project: "hello",
  workers: 4,
  gunicornRequirement: "gunicorn==26.1.0",
  text: "<h1>Hello from Django</h1>",
  exampleSettings: "SECRET_KEY = 'everybody knows it'",
  ownStatic: "body {}",
};

const answer = (status: number, body = "") => ({ status, body, server: "nginx" });
const pages: Pages = {
  page: answer(200, "<h1>Hello from Django</h1>"),
  ownStatic: answer(200, "body {}"),
  collected: answer(200, "html {}"),
  missing: answer(404),
};

/** As the reader printed it on a server. */
const recorded = readFileSync(join(__dirname, "end-state", "recorded.json"), "utf8");
type Reading = ReturnType<typeof serverReading.parse>;
const reading = (): Reading => serverReading.parse(JSON.parse(recorded));

test("a server that is what it should be deviates in nothing", () => {
  expect(deviations(reading(), pages, expected)).toEqual([]);
});

const unit = { active: "active", enabled: "enabled" };

test.each<[string, (made: Reading) => void]>([
  ["the package nginx is not installed", (made) => (made.packages = ["python3-venv installed"])],
  ["there is no user hello", (made) => (made.user = null)],
  [
    "the user hello has a shell: /bin/sh",
    (made) => (made.user = { uid: 999, shell: "/bin/sh", locked: true }),
  ],
  [
    "the user hello is no system user: 1000",
    (made) => (made.user = { uid: 1000, shell: "/usr/sbin/nologin", locked: true }),
  ],
  [
    "the user hello has a password",
    (made) => (made.user = { uid: 999, shell: "/usr/sbin/nologin", locked: false }),
  ],
  ["/etc/opt/hello is not there", (made) => (made.places["/etc/opt/hello"] = null)],
  [
    "/opt/hello belongs to hello, not root",
    (made) => (made.places["/opt/hello"] = { owner: "hello", group: "hello", mode: "0755" }),
  ],
  [
    "the mode of /etc/opt/hello is 0755",
    (made) => (made.places["/etc/opt/hello"] = { owner: "root", group: "hello", mode: "0755" }),
  ],
  [
    "hello.socket is disabled, not enabled",
    (made) => (made.units["hello.socket"] = { ...unit, enabled: "disabled" }),
  ],
  [
    "nginx.service is failed",
    (made) => (made.units["nginx.service"] = { ...unit, active: "failed" }),
  ],
  ["the service runs as root", (made) => (made.service = { ...made.service, user: "" })],
  ["3 workers run, not 4", (made) => (made.service = { ...made.service, workers: 3 })],
  [
    "the service was restarted 2 times by itself",
    (made) => (made.service = { ...made.service, restarts: 2 }),
  ],
  [
    "gunicorn is from debian, not from pip",
    (made) => (made.gunicorn = { version: "26.1.0", installer: "debian" }),
  ],
  [
    "gunicorn is 23.0.0, not gunicorn==26.1.0",
    (made) => (made.gunicorn = { version: "23.0.0", installer: "pip" }),
  ],
  [
    "the virtualenv has no gunicorn: No module",
    (made) => (made.gunicorn = { error: ["No module"] }),
  ],
  ["the settings cannot be read: no worker", (made) => (made.django = { error: ["no worker"] })],
  ["DEBUG is on", (made) => (made.django = { ...settings(made), debug: true })],
  [
    "the secret key is the example's",
    (made) => (made.django = { ...settings(made), secretKey: "everybody knows it" }),
  ],
  ["any Host is allowed", (made) => (made.django = { ...settings(made), allowedHosts: ["*"] })],
  ["2 migrations are not applied", (made) => (made.django = { ...settings(made), unapplied: 2 })],
  [
    "the database /opt/hello/src/db.sqlite3 is not hello's, in /var/opt/hello",
    (made) => (made.django = { ...settings(made), database: "/opt/hello/src/db.sqlite3" }),
  ],
  [
    "nobody listens on [::]:80",
    (made) => (made.listening = made.listening.filter((address) => address !== "[::]:80")),
  ],
  ["0.0.0.0:8000 is open to all", (made) => made.listening.push("0.0.0.0:8000")],
])("told of a server: %s", (line, change) => {
  const made = reading();
  change(made);
  expect(deviations(made, pages, expected)).toEqual([line]);
});

test.each<[string, Partial<Pages>]>([
  ["the page answers 502", { page: answer(502, pages.page.body) }],
  ['the page does not say "<h1>Hello from Django</h1>"', { page: answer(200, "Welcome") }],
  ["the project's static file answers 200, or with another text", { ownStatic: answer(200) }],
  ["Django's own static file answers 404", { collected: answer(404) }],
  ["a page that is not there answers 500", { missing: answer(500) }],
  ["not nginx answers", { collected: { ...answer(200), server: "gunicorn" } }],
])("told of its pages: %s", (line, change) => {
  expect(deviations(reading(), { ...pages, ...change }, expected)).toEqual([line]);
});

function settings({ django }: Reading): Exclude<Reading["django"], { error: unknown }> {
  if ("error" in django) throw new Error("the recorded server has no settings");
  return django;
}
