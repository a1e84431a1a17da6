import type { AppServer } from "../../../components/serve/app-server";
import { propertyLines } from "../../../components/serve/directives";
import { gunicorn } from "../../../components/serve/gunicorn";
import { preflight } from "../../../components/serve/preflight";
import { sandbox } from "../../../components/serve/sandbox";
import { serviceDirectives } from "../../../components/serve/units";
import { uwsgi } from "../../../components/serve/uwsgi";
import { BINDS, PATHS, SITE } from "../../support/site";

const RELEASE = "0123456789ab";
const { project, workers, threads, workerClass } = SITE;
const SERVERS: [string, AppServer][] = [gunicorn, uwsgi].map((server) => [server.title, server]);

function boot(overrides: Readonly<Record<string, string>> = {}, server = gunicorn, ofSite = {}) {
  const confinement = sandbox(SITE.user, PATHS, overrides);
  const site = { project, paths: PATHS, threads, workerClass, ...ofSite };
  const { configFile, properties, command } = preflight({
    ...{ ...site, server, release: RELEASE, confinement, overrides },
  });
  const options = { ...site, workers, binds: BINDS };
  const service = serviceDirectives(server, options, confinement, overrides);
  return { configFile, properties, command, service: propertyLines(service) };
}

describe("the pre-flight boot", () => {
  test("differs from the service in these directives and no other", () => {
    const { properties, service } = boot();
    expect({
      only_preflight: properties.filter((line) => !service.includes(line)),
      only_service: service.filter((line) => !properties.includes(line)),
    }).toMatchInlineSnapshot(`
      {
        "only_preflight": [
          "RuntimeDirectory=shop-preflight",
          "Environment=PYTHONPATH=/opt/shop/releases/0123456789ab/etc:/opt/shop/releases/0123456789ab/src",
          "SystemCallFilter=@chown",
        ],
        "only_service": [
          "RuntimeDirectory=shop",
          "Environment=PYTHONPATH=/opt/shop/current/etc:/opt/shop/current/src",
          "ExecStart=/opt/shop/venv/bin/python -m gunicorn --config /etc/opt/shop/gunicorn.conf.py --chdir /opt/shop/current/src --workers=5 --log-file=/var/log/shop/gunicorn.log --bind=127.0.0.1:8000 --bind=[::1]:8000 shop.wsgi:application",
          "ExecReload=/bin/kill -s HUP $MAINPID",
          "Restart=on-failure",
          "RestartSec=2",
        ],
      }
    `);
  });

  test("keeps the order of the service's directives, which decides what systemd adds up", () => {
    const { properties, service } = boot();
    const shared = service.filter((line) => properties.includes(line));
    expect(properties.filter((line) => service.includes(line))).toEqual(shared);
  });

  test("starts the release's own code, one worker, on a socket of its own", () => {
    expect(boot().command).toMatchInlineSnapshot(`
      [
        "/opt/shop/releases/0123456789ab/venv/bin/python",
        "-m",
        "gunicorn",
        "--config",
        "/etc/opt/shop/preflight-gunicorn.conf.py",
        "--chdir",
        "/opt/shop/releases/0123456789ab/src",
        "--workers=1",
        "--log-file=-",
        "--access-logfile=/dev/null",
        "--bind=unix:/run/shop-preflight/socket",
        "shop.wsgi:application",
      ]
    `);
  });

  test("of uWSGI likewise", () => {
    expect(boot({}, uwsgi).command).toMatchInlineSnapshot(`
      [
        "/opt/shop/releases/0123456789ab/venv/bin/python",
        "/opt/shop/releases/0123456789ab/venv/bin/pyuwsgi",
        "--ini=/etc/opt/shop/preflight-uwsgi.ini",
        "--hook-post-fork=cd:/opt/shop/releases/0123456789ab/src",
        "--processes=1",
        "--threads=1",
        "--http-socket=/run/shop-preflight/socket",
        "--module=shop.wsgi:application",
      ]
    `);
  });

  test.each(SERVERS)("of %s has its own copy of the configuration", (_title, server) => {
    const { configFile, command } = boot({}, server);
    expect(configFile).not.toBe(server.configFile);
    const named = command.filter((word) => word.includes(PATHS.config));
    expect(named.map((word) => word.split("/").at(-1))).toEqual([configFile]);
  });

  test("serves as the service will: with its kind of workers and their threads", () => {
    const threads = { workerClass: "gthread", threads: 4 };
    expect(boot({}, gunicorn, threads).command).toEqual(
      expect.arrayContaining(["--worker-class=gthread", "--threads=4"]),
    );
    expect(boot({}, uwsgi, threads).command).toContain("--threads=4");
  });

  test.each(SERVERS)(
    "of %s names nothing of what serves: no release, log, folder",
    (_title, server) => {
      const { properties, command } = boot({}, server);
      const text = [...properties, ...command].join("\n");
      expect(text).not.toContain("/opt/shop/current");
      expect(text).not.toContain("/opt/shop/venv/");
      expect(text).not.toMatch(/\/run\/shop\b(?!-preflight)/);
      expect(text).not.toMatch(/^RuntimeDirectory=shop$/m);
      expect(text).not.toMatch(/\/var\/log\/shop\/\w+\.log/);
      expect(text).not.toMatch(/:(80|8000)\b/);
    },
  );

  test("has a project's own choices as the service has them", () => {
    const { properties } = boot({ MemoryMax: "400M", TimeoutStartSec: "90", RestartSec: "9" });
    expect(properties).toContain("MemoryMax=400M");
    expect(properties).toContain("TimeoutStartSec=90");
    expect(properties.join("\n")).not.toContain("RestartSec");
  });

  test("does not begin to filter system calls where the project turned the filter off", () => {
    const { properties } = boot({ SystemCallFilter: "" });
    expect(properties.filter((line) => line.startsWith("SystemCallFilter"))).toEqual([
      "SystemCallFilter=",
    ]);
  });

  test("and the service keep the managed settings, whatever is in the project's environment", () => {
    const { properties, service } = boot({ Environment: "DEBUG=no" });
    expect(service.filter((line) => line.startsWith("Environment="))).toEqual([
      "Environment=PYTHONPATH=/opt/shop/current/etc:/opt/shop/current/src",
      "Environment=DJANGO_SETTINGS_MODULE=deployed_settings",
      "Environment=DEBUG=no",
    ]);
    expect(properties.filter((line) => line.startsWith("Environment="))).toEqual([
      `Environment=PYTHONPATH=/opt/shop/releases/${RELEASE}/etc:/opt/shop/releases/${RELEASE}/src`,
      "Environment=DJANGO_SETTINGS_MODULE=deployed_settings",
      "Environment=DEBUG=no",
    ]);
  });
});
