import { removeFolders } from "../app/project-folder";
import { refusal } from "./read";
import { BLOG, readerOfSites, SHOP, type Entry } from "./two-sites";

const { root, sitesOf, linesOf } = readerOfSites();
afterAll(removeFolders);

describe("an entry's refusal names its place", () => {
  test.each<[string, Entry, string[]]>([
    [
      "a wrong value",
      { ...BLOG, port: 80 },
      [
        `sites[1].port: "80" is not a port that an ordinary user may open; choose one from 1024 to 65535`,
      ],
    ],
    [
      "a list where text belongs",
      { ...BLOG, user: [1] },
      ["sites[1].user: [1] is not text; give one value"],
    ],
    [
      "a name that Debian has",
      { ...BLOG, user: "news" },
      [
        `sites[1].user: "news" is a user or group of Debian or a package of it; choose another: pulumi config set --path 'sites[1].user' news-site`,
      ],
    ],
    [
      "an unknown name",
      { ...BLOG, prot: 1 },
      [
        `sites[1].prot: unknown name (did you mean "port"?); take it away: pulumi config rm --path 'sites[1].prot'; an entry has source, project, user, unit, requirements, domain, appServer, supervisor, workers, workerClass, threads, port, unitOverrides`,
      ],
    ],
    [
      "a setting of the server",
      { ...BLOG, webServer: "apache" },
      [
        "sites[1].webServer: is no setting of one site but of the server; take it out of sites, and set it beside it",
      ],
    ],
    [
      "no source",
      { domain: "blog.example.com" },
      [
        "sites[1].source.directory: not set; give the folder that holds manage.py: pulumi config set --path 'sites[1].source.directory' FOLDER",
      ],
    ],
    [
      "a source that is text",
      { ...BLOG, source: "blog" },
      [
        `sites[1].source: "blog" is not an object; write one: pulumi config set --path 'sites[1].source.directory' FOLDER`,
      ],
    ],
    [
      "a source of which something else is said",
      { ...BLOG, source: { git: "x" } },
      [
        "sites[1].source.directory: not set; give a value",
        `sites[1].source: unknown name "git"; choose directory`,
      ],
    ],
    [
      "several projects",
      { ...BLOG, source: { directory: "both" } },
      [
        "sites[1].project: not set, and there is a wsgi.py in each of a, b; choose one: pulumi config set --path 'sites[1].project' a",
      ],
    ],
    [
      "a directive that the program sets",
      { ...BLOG, unitOverrides: { User: "root" } },
      ["sites[1].unitOverrides.User: the program sets User itself; use the user setting"],
    ],
    [
      "choices that do not go together",
      { ...BLOG, appServer: "mod_wsgi" },
      [
        "sites[1].appServer: mod_wsgi does not go with webServer nginx, since it is a part of Apache, which systemd starts; choose webServer apache, or appServer gunicorn or uwsgi",
      ],
    ],
    [
      "a directive that supervisor has no use for",
      { ...BLOG, supervisor: "supervisor", unitOverrides: { RestartSec: 5 } },
      [
        "sites[1].unitOverrides.RestartSec: RestartSec is for a service of systemd's, and the site is none: supervisor starts it; take it away: pulumi config rm --path 'sites[1].unitOverrides.RestartSec'",
      ],
    ],
    [
      "several wrong values",
      { ...BLOG, port: "x", threads: 0, requirements: "dev.txt" },
      [
        `sites[1].port: "x" is not a port that an ordinary user may open; choose one from 1024 to 65535`,
        `sites[1].requirements: "dev.txt" is not a file of the source; give a path relative to "ROOT/blog", of a file that .gitignore does not name`,
        `sites[1].threads: "0" is not a number of threads; choose one from 1 to 64`,
      ],
    ],
  ])("%s", (_, entry, lines) => {
    expect(linesOf([SHOP, entry])).toEqual(lines.map((line) => line.replace("ROOT", root)));
  });

  test.each<[string, string]>([
    [
      "shop",
      `sites: "shop" is not a list; write one: pulumi config set --path 'sites[0].source.directory' FOLDER`,
    ],
    [
      '["shop"]',
      `sites[0]: "shop" is not an object; write one: pulumi config set --path 'sites[0].source.directory' FOLDER`,
    ],
  ])("sites that are %s", (sites, line) => {
    expect(refusal({ cloud: "local", sites }, undefined, root)).toEqual([line]);
  });

  test("and nothing follows from what is wrong on the top level", () => {
    const lines = linesOf([SHOP, BLOG], { appServer: "mod_wsgy", webServer: "none" });
    expect(lines.map((line) => line.split(":")[0])).toEqual(["appServer", "webServer"]);
  });
});

describe("beside sites", () => {
  test("what names one site is not given", () => {
    const top = {
      ...{ project: "shop", user: "keeper", unit: "shop-web", requirements: "deps/it's.txt" },
      ...{ domain: "example.com", port: "9001", source: '{"directory":"shop"}' },
    };
    const line = (path: string, shown: string, value: string, key = path) =>
      `${path}: ${shown} is one site's, and sites is set; move it there: pulumi config set --path 'sites[0].${path}' ${value}, then pulumi config rm ${key}`;
    expect(linesOf([SHOP, BLOG], top)).toEqual([
      line("domain", `"example.com"`, "'example.com'"),
      line("port", "9001", "'9001'"),
      line("project", `"shop"`, "'shop'"),
      line("requirements", `"deps/it's.txt"`, `'deps/it'\\''s.txt'`),
      line("source.directory", `"shop"`, "'shop'", "source"),
      line("unit", `"shop-web"`, "'shop-web'"),
      line("user", `"keeper"`, "'keeper'"),
    ]);
  });

  test("a worker class needs a site that has one", () => {
    const uwsgi = { appServer: "uwsgi", workerClass: "gevent" };
    expect(linesOf([SHOP, BLOG], uwsgi)).toEqual([
      `workerClass: "gevent" is gunicorn's, and no site has it as its appServer; take it away: pulumi config rm workerClass`,
    ]);
    expect(sitesOf([SHOP, { ...BLOG, appServer: "gunicorn" }], uwsgi)).toMatchObject([
      { workerClass: "sync" },
      { workerClass: "gevent" },
    ]);
  });
});
