import { execFileSync } from "node:child_process";
import { bindList } from "../../../components/serve/binds";
import {
  execStart,
  gunicornRequirement,
  renderGunicornConfig,
} from "../../../components/serve/gunicorn";
import { BINDS, PATHS } from "../../support/site";

test("gunicorn is bound to both loopback addresses, to one without IPv6", () => {
  expect(bindList(8001, true)).toEqual(["127.0.0.1:8001", "[::1]:8001"]);
  expect(bindList(8001, false)).toEqual(["127.0.0.1:8001"]);
});

test("the command line has the chapter's options", () => {
  const command = execStart({ project: "shop", paths: PATHS, workers: 5, binds: BINDS });
  expect(command.split(" --").join("\n  --")).toMatchInlineSnapshot(`
    "/opt/shop/venv/bin/python -m gunicorn
      --config /etc/opt/shop/gunicorn.conf.py
      --chdir /opt/shop/current/src
      --workers=5
      --log-file=/var/log/shop/gunicorn.log
      --bind=127.0.0.1:8000
      --bind=[::1]:8000 shop.wsgi:application"
  `);
});

test.each([
  [["django"], "gunicorn==26.1.0"],
  [["django", "gunicorn"], ""],
  [["gunicorn-color"], "gunicorn==26.1.0"],
])("a project that asks for %j gets beside it: %j", (names, requirement) => {
  expect(gunicornRequirement(names)).toBe(requirement);
});

test("gunicorn.conf.py", () => {
  expect(renderGunicornConfig(PATHS)).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    import os

    # In memory: a worker's heartbeat must not wait for a busy disk.
    worker_tmp_dir = "/dev/shm"

    # The default lies in the home directory, which the service's user does not have.
    control_socket = os.path.join(os.environ["RUNTIME_DIRECTORY"], "gunicorn.ctl")

    timeout = 30
    graceful_timeout = 30

    # Workers are replaced now and then, at different times, so that a small leak stays small.
    max_requests = 1000
    max_requests_jitter = 100

    # Only the web server on this machine tells who the client is.
    forwarded_allow_ips = "127.0.0.1,::1"

    accesslog = "/var/log/shop/access.log"
    # What the project prints, tracebacks above all, stands in the chapter's log as well.
    capture_output = True
    "
  `);
});

test("gunicorn.conf.py is Python, and takes its control socket from the unit's folder", () => {
  const print = "print(control_socket, accesslog, forwarded_allow_ips)";
  const output = execFileSync("python3", ["-c", `${renderGunicornConfig(PATHS)}\n${print}`], {
    env: { PATH: process.env["PATH"], RUNTIME_DIRECTORY: "/run/shop-preflight" },
    encoding: "utf8",
  });
  expect(output).toBe("/run/shop-preflight/gunicorn.ctl /var/log/shop/access.log 127.0.0.1,::1\n");
});
