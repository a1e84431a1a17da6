import { read, refusal } from "./read";

/** What a stack with one site chooses to be served by. */
describe("choices that do not go together", () => {
  test.each<[Record<string, string>, string]>([
    [
      { appServer: "mod_wsgi" },
      "appServer: mod_wsgi does not go with webServer nginx, since it is a part of Apache, which systemd starts; choose webServer apache, or appServer gunicorn or uwsgi",
    ],
    [
      { appServer: "uwsgi", workerClass: "gevent" },
      `workerClass: "gevent" is gunicorn's, and appServer is uwsgi, where threads alone says how a worker serves; take it away: pulumi config rm workerClass`,
    ],
    [
      { workerClass: "sync", threads: "4" },
      `workerClass: "sync" serves one request at a time in one thread, and threads is 4; choose gthread, or set threads to 1`,
    ],
    [
      { workerClass: "gevent", threads: "4" },
      `workerClass: "gevent" serves all its requests in one thread, and threads is 4; choose gthread, or set threads to 1`,
    ],
    [
      { webServer: "none", port: "8001" },
      "port: 8001 has no use: without a web server gunicorn listens on port 80; take it away: pulumi config rm port",
    ],
    [
      { appServer: "mod_wsgi", webServer: "apache", port: "8001" },
      "port: 8001 has no use: mod_wsgi has no port but Apache's, 80; take it away: pulumi config rm port",
    ],
    [
      { appServer: "mod_wsgi", webServer: "apache", unit: "shop-web" },
      `unit: "shop-web" has no use: mod_wsgi's processes belong to apache2; take it away: pulumi config rm unit`,
    ],
    [
      { supervisor: "supervisor", unitOverrides: '{"MemoryMax":"400M","TimeoutStopSec":"90"}' },
      "unitOverrides.TimeoutStopSec: TimeoutStopSec is for a service of systemd's, and the site is none: supervisor starts it; take it away: pulumi config rm --path unitOverrides.TimeoutStopSec",
    ],
    [
      { appServer: "mod_wsgi", webServer: "apache", unitOverrides: '{"RestartSec":1}' },
      "unitOverrides.RestartSec: RestartSec is for a service of systemd's, and the site is none: apache starts it; take it away: pulumi config rm --path unitOverrides.RestartSec",
    ],
    [
      { unit: "hello-migrate" },
      `unit: "hello-migrate" is what a step of hello is called; choose another: pulumi config set unit NAME`,
    ],
  ])("%j", (config, line) => {
    expect(refusal({ cloud: "local", ...config })).toEqual([line]);
  });

  test("nothing follows from a choice that is wrong itself", () => {
    const config = { appServer: "mod_wsgy", workerClass: "gevent", port: "8001", unit: "x" };
    expect(refusal({ cloud: "local", ...config })).toEqual([
      `appServer: "mod_wsgy" is not an application server (did you mean "mod_wsgi"?); choose gunicorn, uwsgi or mod_wsgi`,
    ]);
  });
});

describe("choices", () => {
  test.each<[Record<string, string>, object]>([
    [{ threads: "4" }, { workerClass: "gthread", threads: 4 }],
    [{ workerClass: "gthread" }, { workerClass: "gthread", threads: 1 }],
    [{ workerClass: "gevent" }, { workerClass: "gevent", threads: 1 }],
    [
      { appServer: "uwsgi", threads: "2", supervisor: "supervisor" },
      { appServer: "uwsgi", threads: 2, supervisor: "supervisor", port: 8000 },
    ],
    [{ webServer: "none" }, { port: 80, unit: "hello" }],
    // Pulumi hands the default over as if it were set.
    [{ webServer: "none", port: "8000" }, { port: 80 }],
    [
      { appServer: "mod_wsgi", webServer: "apache" },
      { appServer: "mod_wsgi", port: 80, unit: "apache2" },
    ],
    [
      { supervisor: "supervisor", unitOverrides: '{"MemoryMax":"400M"}' },
      { unitOverrides: { MemoryMax: "400M" } },
    ],
  ])("%j", (config, site) => {
    expect(read({ cloud: "local", ...config }).sites).toMatchObject([site]);
  });
});
