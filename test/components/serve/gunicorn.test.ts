import { execFileSync } from "node:child_process";
import type { ServeOptions, WorkerClass } from "../../../components/serve/app-server";
import { bindList } from "../../../components/serve/binds";
import { gunicorn } from "../../../components/serve/gunicorn";
import { BINDS, PATHS, SITE } from "../../support/site";

const { project, workers, threads, workerClass } = SITE;
const OPTIONS: ServeOptions = {
  ...{ project, workers, threads, workerClass },
  paths: PATHS,
  binds: BINDS,
};

function words(changes: Partial<ServeOptions> = {}): string[] {
  return gunicorn.execStart({ ...OPTIONS, ...changes }).split(" ");
}

test("the command line has the chapter's options", () => {
  expect(gunicorn.execStart(OPTIONS).split(" --").join("\n  --")).toMatchInlineSnapshot(`
    "/opt/shop/venv/bin/python -m gunicorn
      --config /etc/opt/shop/gunicorn.conf.py
      --chdir /opt/shop/current/src
      --workers=5
      --log-file=/var/log/shop/gunicorn.log
      --bind=127.0.0.1:8000
      --bind=[::1]:8000 shop.wsgi:application"
  `);
});

describe("beside them stands what a stack chose, and nothing where it is gunicorn's default", () => {
  const own = words();

  test.each<[WorkerClass, number, string[]]>([
    ["sync", 1, []],
    ["gthread", 1, ["--worker-class=gthread"]],
    ["gthread", 4, ["--worker-class=gthread", "--threads=4"]],
    ["gevent", 1, ["--worker-class=gevent"]],
  ])("%s with %i threads", (workerClass, threads, more) => {
    const changed = words({ workerClass, threads });
    expect(changed.filter((word) => !own.includes(word))).toEqual(more);
    expect(changed.filter((word) => own.includes(word))).toEqual(own);
  });

  test("a socket for everybody, which takes IPv4 as well", () => {
    const all = words({ binds: bindList(8000, true, "none") });
    expect(all.filter((word) => word.startsWith("--bind="))).toEqual(["--bind=[::]:80"]);
  });

  test("messages that go to standard error leave no line in the service's access log", () => {
    const changed = words({ logFile: "-" });
    expect(changed.filter((word) => !own.includes(word))).toEqual([
      "--log-file=-",
      "--access-logfile=/dev/null",
    ]);
    expect(changed.at(-1)).toBe("shop.wsgi:application");
  });
});

test.each<[string[], WorkerClass, string[]]>([
  [["django"], "sync", ["gunicorn==26.1.0"]],
  [["django", "gunicorn"], "sync", []],
  [["gunicorn-color"], "gthread", ["gunicorn==26.1.0"]],
  [["django"], "gevent", ["gunicorn==26.1.0", "gevent==26.9.0"]],
  [["gunicorn"], "gevent", ["gevent==26.9.0"]],
  [["gevent"], "gevent", ["gunicorn==26.1.0"]],
  [["gevent"], "sync", ["gunicorn==26.1.0"]],
  [["gevent", "gunicorn"], "gevent", []],
  [["gevent-websocket", "gunicorn"], "gevent", ["gevent==26.9.0"]],
])("a project that asks for %j gets, with %s workers, beside it: %j", (names, how, more) => {
  expect(gunicorn.requirements(names, how)).toEqual(more);
});

test("gunicorn.conf.py", () => {
  expect(gunicorn.renderConfig(PATHS)).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    import contextlib
    import gc
    import importlib.util
    import os
    import sys

    # In memory: a worker's heartbeat must not wait for a busy disk.
    worker_tmp_dir = "/dev/shm"

    # The default lies in the home directory, which the service's user does not have. Only systemd gives
    # the service a folder for it.
    if "RUNTIME_DIRECTORY" in os.environ:
        control_socket = os.path.join(os.environ["RUNTIME_DIRECTORY"], "gunicorn.ctl")
    else:
        control_socket_disable = True

    timeout = 30
    graceful_timeout = 30

    # Workers are replaced now and then, so that a small leak stays small; at different times, since one
    # takes as long as the project takes to load: far enough apart that under load the others serve on.
    max_requests = 1000
    max_requests_jitter = 1000

    # Only the web server on this machine tells who the client is.
    forwarded_allow_ips = "127.0.0.1,::1"

    accesslog = "/var/log/shop/access.log"
    # What the project prints, tracebacks above all, stands in the chapter's log as well.
    capture_output = True


    # Django itself is loaded once, before there are workers: they start in half the time and share its
    # memory. The project is loaded by each, so that a reload takes new code; another Django comes with
    # another virtualenv, for which the service restarts. gevent's workers have to replace first what
    # Django takes hold of.
    def when_ready(server):
        found = importlib.util.find_spec("django")
        installed = found and str(found.origin).startswith(sys.prefix)
        if installed and server.cfg.worker_class_str in ("sync", "gthread"):
            # Whatever is wrong with it, the workers say it.
            with contextlib.suppress(Exception):
                importlib.import_module("django.core.wsgi")
            # What is there by now is no garbage: without a look at it its memory stays shared, and a
            # worker ends in a third of the time (docs.python.org, gc.freeze).
            gc.freeze()
    "
  `);
});

describe("gunicorn.conf.py is Python", () => {
  function settings(env: Record<string, string>): Record<string, unknown> {
    const print =
      'import json\nprint(json.dumps({k: v for k, v in globals().items() if k[0] != "_" and k not in ("os", "json") and isinstance(v, (str, int))}))';
    const output = execFileSync("python3", ["-c", `${gunicorn.renderConfig(PATHS)}\n${print}`], {
      env: { PATH: process.env["PATH"], ...env },
      encoding: "utf8",
    });
    return JSON.parse(output) as Record<string, unknown>;
  }

  test("and takes its control socket from the unit's folder", () => {
    const found = settings({ RUNTIME_DIRECTORY: "/run/shop-preflight" });
    expect(found).toMatchObject({
      control_socket: "/run/shop-preflight/gunicorn.ctl",
      accesslog: "/var/log/shop/access.log",
      forwarded_allow_ips: "127.0.0.1,::1",
    });
    expect(found).not.toHaveProperty("control_socket_disable");
  });

  test("and has none where no unit gives it a folder; all else is the same", () => {
    const found = settings({});
    const { control_socket: _, ...rest } = settings({ RUNTIME_DIRECTORY: "/run/shop" });
    expect(found).toEqual({ ...rest, control_socket_disable: true });
  });
});
