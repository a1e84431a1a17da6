import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostFile } from "../../../components/remote/script";

let folder: string;

// A Django that does nothing: what is asked here is asked before it, or around it.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
  for (const each of ["django/core/management", "shop"]) {
    mkdirSync(join(folder, each), { recursive: true });
  }
  write("django/__init__.py", "def setup(): pass\n");
  write("django/apps.py", "class apps:\n    def is_installed(name): return False\n");
  write("django/core/__init__.py", "");
  write("django/core/management/__init__.py", "def call_command(*words, **options): pass\n");
  write("shop/__init__.py", "");
  write("shop/wsgi.py", "application = None\n");
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

function checks(settings = "deployed_settings"): string {
  const { status, stderr } = spawnSync(
    "/usr/bin/python3",
    ["-c", hostFile("release_checks.py"), "shop"],
    { encoding: "utf8", env: { PYTHONPATH: folder, DJANGO_SETTINGS_MODULE: settings } },
  );
  return status === 0 ? "" : (stderr.trimEnd().split("\n").at(-1) ?? "");
}

test("a project that keeps to the managed settings passes", () => {
  expect(checks()).toBe("");
});

test("one whose wsgi.py goes past them does not", () => {
  write(
    "shop/wsgi.py",
    'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"\napplication = None\n',
  );
  expect(checks()).toMatch(
    /^keep managed settings: RuntimeError: wsgi\.py sets DJANGO_SETTINGS_MODULE/,
  );
});

test("nor one whose environment does, which is told apart from that", () => {
  expect(checks("shop.settings.prod")).toBe(
    "keep managed environment: RuntimeError: DJANGO_SETTINGS_MODULE is shop.settings.prod in the environment, which goes past the managed settings; take it out of the file that unitOverrides.EnvironmentFile names",
  );
});
