import { propertyLines } from "../../../components/serve/directives";
import { serviceDirectives } from "../../../components/serve/gunicorn";
import { preflight } from "../../../components/serve/preflight";
import { sandbox } from "../../../components/serve/sandbox";
import { BINDS, PATHS, SITE } from "../../support/site";

const RELEASE = "0123456789ab";

function boot(overrides: Readonly<Record<string, string>> = {}) {
  const confinement = sandbox(SITE.user, PATHS, overrides);
  const { properties, command } = preflight({
    project: SITE.project,
    paths: PATHS,
    release: RELEASE,
    confinement,
    overrides,
  });
  const service = serviceDirectives(
    { project: SITE.project, paths: PATHS, workers: SITE.workers, binds: BINDS },
    confinement,
    overrides,
  );
  return { properties, command, service: propertyLines(service) };
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
        "/etc/opt/shop/preflight.conf.py",
        "--chdir",
        "/opt/shop/releases/0123456789ab/src",
        "--workers=1",
        "--log-file=-",
        "--bind=unix:/run/shop-preflight/socket",
        "--access-logfile=/dev/null",
        "shop.wsgi:application",
      ]
    `);
  });

  test("names nothing of what serves: neither the current release nor its runtime directory", () => {
    const { properties, command } = boot();
    const text = [...properties, ...command].join("\n");
    expect(text).not.toContain("/opt/shop/current");
    expect(text).not.toContain("/opt/shop/venv/");
    expect(text).not.toMatch(/\/run\/shop\b(?!-preflight)/);
    expect(text).not.toMatch(/^RuntimeDirectory=shop$/m);
    expect(text).not.toMatch(/\/var\/log\/shop\/\w+\.log/);
  });

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
