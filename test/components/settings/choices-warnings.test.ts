import { choicesWarnings, type Chosen } from "../../../components/settings/choices-warnings";

const SHOP: Chosen = {
  project: "shop",
  appServer: "gunicorn",
  supervisor: "systemd",
  workerClass: "sync",
  threads: 1,
  unitOverrides: {},
};

describe("without a web server", () => {
  test.each<[Partial<Chosen>, string]>([
    [
      {},
      "webServer: none lets each slow client hold a whole worker until it has read its answer, as gunicorn has one thread a worker; choose more threads (workerClass gthread) or workerClass gevent, or webServer nginx or apache",
    ],
    [
      { appServer: "uwsgi" },
      "webServer: none lets each slow client hold a whole worker until it has read its answer, as uwsgi has one thread a worker; choose more threads, or webServer nginx or apache",
    ],
  ])("a slow client holds a worker that has one thread: %j", (more, line) => {
    expect(choicesWarnings([{ ...SHOP, ...more }], "none")).toEqual([line]);
    expect(choicesWarnings([{ ...SHOP, ...more }], "nginx")).toEqual([]);
    expect(choicesWarnings([{ ...SHOP, ...more }], "apache")).toEqual([]);
  });

  test.each<[Partial<Chosen>]>([
    [{ workerClass: "gthread", threads: 4 }],
    [{ workerClass: "gevent" }],
    [{ appServer: "uwsgi", workerClass: "gthread", threads: 2 }],
  ])("%j has others for the next request", (more) => {
    expect(choicesWarnings([{ ...SHOP, ...more }], "none")).toEqual([]);
  });
});

test("overrides do not reach what has no unit, and each site is told", () => {
  const unitOverrides = { MemoryMax: "400M", Nice: "5" };
  const sites: Chosen[] = [
    { ...SHOP, unitOverrides },
    { ...SHOP, project: "blog", supervisor: "supervisor", unitOverrides },
    { ...SHOP, project: "wiki", appServer: "mod_wsgi", unitOverrides: { Nice: "5" } },
    { ...SHOP, project: "plain", supervisor: "supervisor" },
  ];
  expect(choicesWarnings(sites, "apache")).toEqual([
    "unitOverrides: MemoryMax, Nice hold for pip, check, collectstatic and migrate of blog, and not for what serves it, which supervisor starts and not systemd",
    "unitOverrides: Nice hold for pip, check, collectstatic and migrate of wiki, and not for what serves it, which apache starts and not systemd",
  ]);
});
