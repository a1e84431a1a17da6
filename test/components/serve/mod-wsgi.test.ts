import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectPaths } from "../../../components/naming";
import { renderModWsgiScript, renderModWsgiSite } from "../../../components/serve/mod-wsgi";
import { renderApacheSite } from "../../../components/web/apache";
import { BINDS, PATHS } from "../../support/site";

const SITE = { project: "shop", user: "shop-user", paths: PATHS, workers: 5, threads: 2 };

/** The options of WSGIDaemonProcess, the name of its group as `name`. */
function daemon(text: string): Record<string, string> {
  const [, line = ""] = /^\tWSGIDaemonProcess ((?:.*\\\n)*.*)$/m.exec(text) ?? [];
  const [name = "", ...options] = line.split(/[\s\\]+/);
  const pairs = options.map((option) => {
    const at = option.indexOf("=");
    return [option.slice(0, at), option.slice(at + 1)];
  });
  return { name, ...Object.fromEntries(pairs) };
}

test("the daemon processes", () => {
  expect(daemon(renderModWsgiSite(SITE))).toMatchInlineSnapshot(`
    {
      "deadlock-timeout": "60",
      "display-name": "(wsgi:shop)",
      "group": "shop-user",
      "home": "/",
      "lang": "C.UTF-8",
      "locale": "C.UTF-8",
      "maximum-requests": "1000",
      "name": "shop",
      "processes": "5",
      "python-home": "/opt/shop/venv",
      "python-path": "/opt/shop/current/etc:/opt/shop/current/src",
      "queue-timeout": "45",
      "request-timeout": "30",
      "shutdown-timeout": "30",
      "startup-timeout": "15",
      "threads": "2",
      "umask": "0027",
      "user": "shop-user",
    }
  `);
});

test("the rest of the site", () => {
  const passing = renderApacheSite({ ...SITE, binds: BINDS }).split("\n");
  const own = renderModWsgiSite(SITE).replace(/\\\n\s*/g, "");
  expect(own.split("\n").filter((line) => !passing.includes(line))).toMatchInlineSnapshot(`
    [
      "	LimitRequestBody 20971520",
      "	WSGIDaemonProcess shop user=shop-user group=shop-user processes=5 threads=2 display-name=(wsgi:shop) python-home=/opt/shop/venv python-path=/opt/shop/current/etc:/opt/shop/current/src home=/ umask=0027 lang=C.UTF-8 locale=C.UTF-8 maximum-requests=1000 startup-timeout=15 request-timeout=30 deadlock-timeout=60 shutdown-timeout=30 queue-timeout=45",
      "	# With both groups named here the project is loaded at the start, before the first visitor.",
      "	WSGIScriptAlias / /opt/shop/mod_wsgi.py process-group=shop application-group=%{GLOBAL}",
      "	# The script is the same for all releases: new code comes by a signal, not by its date.",
      "	WSGIScriptReloading Off",
      "	WSGIPassAuthorization On",
      "	AllowEncodedSlashes On",
      "	<Directory /opt/shop>",
      "		<Files mod_wsgi.py>",
      "			Require all granted",
      "		</Files>",
    ]
  `);
});

test("sites on one host have daemon processes of their own", () => {
  const [one, other] = ["shop", "blog"].map((project) =>
    daemon(renderModWsgiSite({ ...SITE, project, user: project, paths: projectPaths(project) })),
  );
  for (const key of ["name", "user", "group", "display-name", "python-home", "python-path"]) {
    expect(one?.[key]).not.toBe(other?.[key]);
  }
});

test("the site's script runs in the group of its daemon processes", () => {
  const text = renderModWsgiSite(SITE);
  expect(text).toContain(` process-group=${daemon(text).name} application-group=%{GLOBAL}\n`);
});

test("a process that hangs is gone before Apache gives its visitor up, and so is one that waits", () => {
  const options = daemon(renderModWsgiSite(SITE));
  const seconds = (key: string): number => Number(options[key]);
  const [, patience] = /^\tTimeout (\d+)$/m.exec(renderModWsgiSite(SITE)) ?? [];
  expect(seconds("request-timeout") + seconds("shutdown-timeout")).toBeLessThanOrEqual(
    Number(patience),
  );
  expect(seconds("queue-timeout")).toBeLessThan(Number(patience));
});

test("no file of another release is named: the site is the same for all of them", () => {
  expect(renderModWsgiSite(SITE)).not.toContain("releases/");
});

test("the script gives the project's application, with the managed settings whatever was set", () => {
  const folder = mkdtempSync(join(tmpdir(), "mod-wsgi-"));
  try {
    mkdirSync(join(folder, "shop"));
    writeFileSync(
      join(folder, "shop", "wsgi.py"),
      'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n' +
        'application = os.environ["DJANGO_SETTINGS_MODULE"]\n',
    );
    writeFileSync(join(folder, "mod_wsgi.py"), renderModWsgiScript("shop"));
    const ran = spawnSync(
      "python3",
      ["-c", "import runpy; print(runpy.run_path('mod_wsgi.py')['application'])"],
      {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, PYTHONPATH: folder, DJANGO_SETTINGS_MODULE: "other.settings" },
      },
    );
    expect({ status: ran.status, stdout: ran.stdout, stderr: ran.stderr }).toEqual({
      status: 0,
      stdout: "deployed_settings\n",
      stderr: "",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
