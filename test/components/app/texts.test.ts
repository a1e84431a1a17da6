import { siteTexts, type HostChoices, type SiteText } from "../../../components/app/texts";
import type { Choice } from "../../../components/serve/choices";
import { CHOICES, nameOf, siteWith } from "../../support/choices";
import { CONFINEMENT, SITE } from "../../support/site";

const HOST: HostChoices = { ipv6: true, webServer: "nginx" };

/** The texts of a combination, on a host with IPv6. */
function textsOf(choice: Choice, changes: Partial<typeof SITE> = {}): SiteText[] {
  const host = { ipv6: true, webServer: choice.webServer };
  return siteTexts({ ...siteWith(choice), ...changes }, CONFINEMENT, host);
}

/** The kinds of text that differ between two lists of them. */
function changedBetween(one: readonly SiteText[], other: readonly SiteText[]): string[] {
  const same = (text: SiteText): boolean =>
    other.some(
      ({ kind, path, text: own }) => kind === text.kind && path === text.path && own === text.text,
    );
  return one.filter((text) => !same(text)).map(({ kind }) => kind);
}

/** The kinds of text that two settings of a site make different. */
function changed(one: Partial<typeof SITE>, other: Partial<typeof SITE>): string[] {
  const [first, second] = [one, other].map((change) =>
    siteTexts({ ...SITE, ...change }, CONFINEMENT, HOST),
  );
  return changedBetween(first ?? [], second ?? []);
}

/** Where each kind of text is installed, with its mode and owner. */
const PLACES: Readonly<Record<string, string>> = {
  service: "0644 root:root /etc/systemd/system/shop-unit.service",
  socket: "0644 root:root /etc/systemd/system/shop-unit.socket",
  listen: "0644 root:root /opt/shop/listen.py",
  program: "0644 root:root /etc/supervisor/conf.d/shop-unit.conf",
  wsgi: "0644 root:root /opt/shop/mod_wsgi.py",
  gunicorn: "0640 root:shop-user /etc/opt/shop/gunicorn.conf.py",
  uwsgi: "0640 root:shop-user /etc/opt/shop/uwsgi.ini",
  nginx: "0644 root:root /etc/nginx/sites-available/shop",
  apache: "0644 root:root /etc/apache2/sites-available/000-shop.conf",
  logrotate: "0644 root:root /etc/logrotate.d/shop",
};

describe("the texts of a site", () => {
  test("are these in each combination, in the order in which they are installed", () => {
    const kinds = CHOICES.map((choice) => [
      nameOf(choice),
      textsOf(choice)
        .map(({ kind }) => kind)
        .join(" "),
    ]);
    expect(Object.fromEntries(kinds)).toEqual({
      "gunicorn + nginx + systemd": "service socket gunicorn nginx logrotate",
      "gunicorn + nginx + supervisor": "listen program gunicorn nginx logrotate",
      "gunicorn + apache + systemd": "service socket gunicorn apache logrotate",
      "gunicorn + apache + supervisor": "listen program gunicorn apache logrotate",
      "gunicorn + none + systemd": "service socket gunicorn logrotate",
      "gunicorn + none + supervisor": "listen program gunicorn logrotate",
      "uwsgi + nginx + systemd": "service socket uwsgi nginx logrotate",
      "uwsgi + nginx + supervisor": "listen program uwsgi nginx logrotate",
      "uwsgi + apache + systemd": "service socket uwsgi apache logrotate",
      "uwsgi + apache + supervisor": "listen program uwsgi apache logrotate",
      "uwsgi + none + systemd": "service socket uwsgi logrotate",
      "uwsgi + none + supervisor": "listen program uwsgi logrotate",
      "mod_wsgi + apache + systemd": "wsgi apache",
    });
  });

  test("are installed in the same places with the same owners and modes, whatever is beside them", () => {
    const found = CHOICES.flatMap((choice) =>
      textsOf(choice).map(({ kind, mode, owner, path }) => [kind, `${mode} ${owner} ${path}`]),
    );
    expect(found).toEqual(found.map(([kind = ""]) => [kind, PLACES[kind]]));
    expect(Object.fromEntries(found)).toEqual(PLACES);
  });

  test("with a domain have another place in Apache, whose first site is the default", () => {
    for (const choice of CHOICES.filter(({ webServer }) => webServer === "apache")) {
      const apache = textsOf(choice, { domain: "www.example.com" }).find(
        ({ kind }) => kind === "apache",
      );
      expect(apache?.path).toBe("/etc/apache2/sites-available/shop.conf");
    }
  });

  test.each([
    ["workers", {}, { workers: 7 }, ["service"]],
    ["workers' kind", {}, { workerClass: "gevent" }, ["service"]],
    ["number of threads", {}, { workerClass: "gthread", threads: 4 }, ["service"]],
    ["domain", {}, { domain: "www.example.com" }, ["nginx"]],
    ["port", {}, { port: 8001 }, ["service", "socket", "nginx"]],
    ["unit's name", {}, { unit: "web" }, ["service", "socket", "logrotate"]],
  ] satisfies [string, Partial<typeof SITE>, Partial<typeof SITE>, string[]][])(
    "another %s changes only the texts that have it",
    (_what, one, other, kinds) => {
      expect(changed(one, other)).toEqual(kinds);
    },
  );

  test.each<[string, Choice, Partial<typeof SITE>, string[]]>([
    [
      "workers under supervisor",
      { appServer: "uwsgi", webServer: "apache", supervisor: "supervisor" },
      { workers: 7 },
      ["program"],
    ],
    [
      "port under supervisor",
      { appServer: "gunicorn", webServer: "apache", supervisor: "supervisor" },
      { port: 8001 },
      ["program", "apache"],
    ],
    [
      "name under supervisor",
      { appServer: "gunicorn", webServer: "nginx", supervisor: "supervisor" },
      { unit: "web" },
      ["program", "logrotate"],
    ],
    [
      "workers in Apache",
      { appServer: "mod_wsgi", webServer: "apache", supervisor: "systemd" },
      { workers: 7 },
      ["apache"],
    ],
    [
      "threads in Apache",
      { appServer: "mod_wsgi", webServer: "apache", supervisor: "systemd" },
      { threads: 4 },
      ["apache"],
    ],
    [
      "workers without a web server",
      { appServer: "uwsgi", webServer: "none", supervisor: "systemd" },
      { workers: 7 },
      ["service"],
    ],
  ])("other %s likewise", (_what, choice, changes, kinds) => {
    expect(changedBetween(textsOf(choice), textsOf(choice, changes))).toEqual(kinds);
  });

  test("IPv6 changes only the texts that name an address to listen on", () => {
    const without = siteTexts(SITE, CONFINEMENT, { ...HOST, ipv6: false });
    expect(changedBetween(siteTexts(SITE, CONFINEMENT, HOST), without)).toEqual([
      "service",
      "socket",
      "nginx",
    ]);
  });

  // A change of these would restart every stack that exists.
  test("behind nginx and Apache are the same but for the site", () => {
    for (const appServer of ["gunicorn", "uwsgi"] as const) {
      for (const supervisor of ["systemd", "supervisor"] as const) {
        const [one, other] = (["nginx", "apache"] as const).map((webServer) =>
          textsOf({ appServer, webServer, supervisor }),
        );
        expect(changedBetween(one ?? [], other ?? [])).toEqual(["nginx"]);
        expect(changedBetween(other ?? [], one ?? [])).toEqual(["apache"]);
      }
    }
  });

  test("hold no address but loopback, wildcards and the metadata service's", () => {
    const found = CHOICES.flatMap((choice) =>
      textsOf(choice).flatMap(({ kind, text }) =>
        (text.match(/\b\d+\.\d+\.\d+\.\d+\b/g) ?? []).map((address) => `${kind} ${address}`),
      ),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.filter((each) => !/ (127\.0\.0\.1|169\.254\.169\.254|0\.0\.0\.0)$/.test(each)),
    ).toEqual([]);
  });

  test("name no release: they stay as they are while releases come and go", () => {
    const texts = CHOICES.flatMap((choice) => textsOf(choice).map(({ text }) => text));
    expect(texts.filter((text) => /\/releases\//.test(text))).toEqual([]);
  });
});

test("without a web server the port is 80, which no user may open: systemd or the script does", () => {
  const text = (choice: Choice, kind: string): string =>
    textsOf(choice).find((each) => each.kind === kind)?.text ?? "";
  for (const appServer of ["gunicorn", "uwsgi"] as const) {
    const choice = { appServer, webServer: "none" } as const;
    const program = text({ ...choice, supervisor: "supervisor" }, "program");
    expect(program).toContain("/opt/shop/listen.py 0.0.0.0:80 [::]:80 -- /usr/bin/setpriv ");
    expect(program).toContain("--bounding-set=-all ");
    expect(text({ ...choice, supervisor: "systemd" }, "service")).toMatch(
      /^CapabilityBoundingSet=\nAmbientCapabilities=$/m,
    );
    expect(text({ ...choice, supervisor: "systemd" }, "socket")).toContain(
      "ListenStream=0.0.0.0:80\nListenStream=[::]:80\n",
    );
  }
});
