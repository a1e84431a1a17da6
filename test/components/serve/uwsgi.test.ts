import fc from "fast-check";
import type { ServeOptions } from "../../../components/serve/app-server";
import { bindList } from "../../../components/serve/binds";
import { serviceDirectives } from "../../../components/serve/units";
import { uwsgi } from "../../../components/serve/uwsgi";
import { BINDS, PATHS, SITE } from "../../support/site";

const { project, workers, threads, workerClass } = SITE;
const OPTIONS: ServeOptions = {
  ...{ project, workers, threads, workerClass },
  paths: PATHS,
  binds: BINDS,
};
const SERVICE = new Map(serviceDirectives(uwsgi, OPTIONS, [], {}));
const CONFIG = uwsgi.renderConfig(PATHS);

function words(changes: Partial<ServeOptions> = {}): string[] {
  return uwsgi.execStart({ ...OPTIONS, ...changes }).split(" ");
}

/** The values that the configuration gives to an option, in order. */
function values(option: string): string[] {
  return CONFIG.split("\n")
    .filter((line) => line.startsWith(`${option} = `))
    .map((line) => line.slice(option.length + 3));
}

test("the command line has the chapter's choices", () => {
  expect(uwsgi.execStart(OPTIONS).split(" --").join("\n  --")).toMatchInlineSnapshot(`
    "/opt/shop/venv/bin/python /opt/shop/venv/bin/pyuwsgi
      --ini=/etc/opt/shop/uwsgi.ini
      --hook-post-fork=cd:/opt/shop/current/src
      --processes=5
      --threads=1
      --logto=/var/log/shop/uwsgi.log
      --req-logger=file:/var/log/shop/access.log
      --http-socket=127.0.0.1:8000
      --http-socket=[::1]:8000
      --module=shop.wsgi:application"
  `);
});

test("the release's own interpreter runs it, whatever pip wrote into its script", () => {
  const folder = "/opt/shop/releases/1f";
  const preflight = words({ paths: { ...PATHS, current: folder, venv: `${folder}/venv` } });
  expect(preflight.slice(0, 2)).toEqual([
    `${folder}/venv/bin/python`,
    `${folder}/venv/bin/pyuwsgi`,
  ]);
  expect(preflight).toContain(`--hook-post-fork=cd:${folder}/src`);
  expect(preflight.join(" ")).not.toContain("current");
});

test("messages that go to standard error leave no line in the service's logs", () => {
  const own = words();
  const changed = words({ logFile: "-", configFile: "preflight-uwsgi.ini" });
  expect(changed.filter((word) => !own.includes(word))).toEqual([
    "--ini=/etc/opt/shop/preflight-uwsgi.ini",
  ]);
  expect(changed.join(" ")).not.toContain(PATHS.logs);
});

test.each([
  ["each address", bindList(8000, true, "nginx"), ["127.0.0.1:8000", "[::1]:8000"]],
  ["a path", ["unix:/run/shop-preflight/socket"], ["/run/shop-preflight/socket"]],
  ["all IPv4 addresses", bindList(8000, false, "none"), [":80"]],
  ["all addresses", bindList(8000, true, "none"), ["[::]:80"]],
])("a socket for %s has the name that uWSGI gives to a handed one", (_what, binds, names) => {
  const sockets = words({ binds }).filter((word) => word.startsWith("--http-socket="));
  expect(sockets).toEqual(names.map((name) => `--http-socket=${name}`));
});

test("every choice is one word of the command line", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 64 }), (some, more) => {
      const line = words({ workers: some, threads: more });
      expect(line).toContain(`--processes=${some}`);
      expect(line).toContain(`--threads=${more}`);
      expect(line.length).toBe(words().length);
    }),
  );
});

test.each([
  [["django"], ["pyuwsgi==2.0.30.post1"]],
  [["django", "pyuwsgi"], []],
  // It comes as a binary, which Python cannot run.
  [["django", "uwsgi"], ["pyuwsgi==2.0.30.post1"]],
])("a project that asks for %j gets beside it: %j", (names, requirements) => {
  expect(uwsgi.requirements(names, "sync")).toEqual(requirements);
});

test("running requests end before systemd loses its patience", () => {
  const seconds = Number(SERVICE.get("TimeoutStopSec"));
  expect(seconds).toBeGreaterThan(Number(values("worker-reload-mercy")[0]));
  expect(seconds).toBeGreaterThan(Number(values("harakiri")[0]));
});

test("HUP is a graceful reload in the service and in the configuration", () => {
  expect(SERVICE.get("ExecReload")).toBe("/bin/kill -s HUP $MAINPID");
  expect(values("hook-master-start")[0]).toBe("unix_signal:1 uwsgi_reload_workers");
});

test("only a request from this machine says that it came by TLS", () => {
  expect(values("route-run")).toEqual(["setscheme:http"]);
  const trusted = values("route-if").filter((rule) => rule.endsWith(" setscheme:https"));
  expect(trusted.map((rule) => rule.split(";")[1])).toEqual([
    "127.0.0.1-https setscheme:https",
    "::1-https setscheme:https",
  ]);
});

test("only options with several values stand twice", () => {
  const names = CONFIG.split("\n").flatMap((line) => /^([a-z-]+) = /.exec(line)?.slice(1) ?? []);
  const twice = names.filter((name, place) => names.indexOf(name) < place);
  expect([...new Set(twice)]).toEqual(["hook-master-start", "route-if", "final-route-if"]);
});

test("uwsgi.ini", () => {
  expect(CONFIG).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    [uwsgi]
    # Web servers and probes speak HTTP, on the sockets that systemd holds as well.
    protocol = http
    master = true
    # A worker that outlived it would keep the port.
    no-orphans = true
    vacuum = true

    # Each worker loads the project by itself: no connection that the project opens while it is loaded
    # is shared. One that cannot load it ends the server: no site that answers 500 to everything.
    lazy-apps = true
    need-app = true
    # Extension modules may not know more than one interpreter.
    single-interpreter = true
    enable-threads = true

    # On HUP each worker is replaced as soon as its request has ended, on TERM the server ends when all
    # have. uWSGI's own HUP serves nobody until the slowest request has ended, its TERM cuts them all.
    hook-master-start = unix_signal:1 uwsgi_reload_workers
    hook-master-start = unix_signal:15 grace_them_all
    exit-on-reload = true
    # A worker's end wakes the master, which does nothing else at that signal: by itself it looks after
    # its workers once a second, so that a stop took that long, and so did another worker in one's place.
    hook-master-start = unix_signal:17 uwsgi_opt_noop
    # A worker that is told to end leaves after its request, and not within the signal's handler, where a
    # connection that it has just accepted is lost and Python can wait for a lock of its own. One that
    # still loads the project leaves at once, with what may be the old code.
    hook-post-fork = unix_signal:1 _exit
    hook-accepting = unix_signal:1 goodbye_cruel_world
    # While it starts, too, TERM means the end and not a reload.
    die-on-term = true
    worker-reload-mercy = 30

    harakiri = 30
    # A client that for so long neither sends nor reads anything blocks no worker.
    socket-timeout = 10
    # A body is read before the project is called: a slow upload is no slow request, and an answer to
    # one that the project does not read is not lost.
    post-buffering = 65536
    # nginx lets 32 KB of headers through, and adds some.
    buffer-size = 65535
    listen = 1024
    # Every connection is closed after its request: Apache must not send a second one.
    add-header = Connection: close

    # Workers are replaced now and then, so that a small leak stays small; at different times, since one
    # takes as long as the project takes to load. By itself uWSGI lets none go within its first seconds:
    # under load all have had enough by then, and go at once.
    max-requests = 1000
    max-requests-delta = 250
    min-worker-lifetime = 0

    # Clients that go away are no errors.
    ignore-sigpipe = true
    ignore-write-errors = true
    disable-write-exception = true

    # Only the web server on this machine tells who the client is and whether it uses TLS.
    route-run = setscheme:http
    route-if = equal:\${REMOTE_ADDR}-\${HTTP_X_FORWARDED_PROTO};127.0.0.1-https setscheme:https
    route-if = equal:\${REMOTE_ADDR}-\${HTTP_X_FORWARDED_PROTO};::1-https setscheme:https
    final-route-if = equal:\${REMOTE_ADDR};127.0.0.1 setremoteaddr:\${HTTP_X_FORWARDED_FOR}
    final-route-if = equal:\${REMOTE_ADDR};::1 setremoteaddr:\${HTTP_X_FORWARDED_FOR}
    # A line break within a request would forge a line of the log.
    route-if = regexp:\${REQUEST_METHOD}\${REQUEST_URI}\${SERVER_PROTOCOL}\${HTTP_REFERER}\${HTTP_USER_AGENT};[\\r\\n] donotlog:
    route-if = regexp:\${REQUEST_METHOD}\${REQUEST_URI}\${SERVER_PROTOCOL}\${HTTP_REFERER}\${HTTP_USER_AGENT};[\\r\\n] break:400 Bad Request
    log-date = true
    log-format = %(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(rsize) "%(referer)" "%(uagent)"
    "
  `);
});
