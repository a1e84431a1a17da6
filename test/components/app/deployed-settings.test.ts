import {
  findSettingsModule,
  renderDeployedSettings,
} from "../../../components/app/deployed-settings";
import { PATHS } from "../../support/site";
import { removeFolders } from "./project-folder";
import { runSettings, type Settings } from "./run-settings";

const OPTIONS = { settingsModule: "shop.settings", paths: PATHS, whitenoise: false };
const TEXT = renderDeployedSettings(OPTIONS);

afterEach(removeFolders);

function settingsOver(own: string, files: Record<string, string> = {}, text = TEXT): Settings {
  return runSettings(text, own, files);
}

const SQLITE = `DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "here.sqlite3", "OPTIONS": {"timeout": 5}}}`;

test("the managed settings' text", () => {
  expect(TEXT).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    import json
    import pathlib

    from shop.settings import *  # noqa: F403

    # Not resolved: while a release is being built this is its own folder, later the current one.
    _etc = pathlib.Path(__file__).parent


    def _lines(name):
        file = _etc / name
        return file.read_text().split() if file.exists() else []


    DEBUG = False
    SECRET_KEY = json.loads((_etc / "secrets.json").read_text())["secretKey"]
    ALLOWED_HOSTS = _lines("allowed_hosts")

    STATIC_URL = "/static/"
    STATIC_ROOT = _etc.parent / "static"
    MEDIA_URL = "/media/"
    MEDIA_ROOT = "/var/opt/shop/media"
    # The web server is another user: it reads what was uploaded through "others".
    FILE_UPLOAD_PERMISSIONS = 0o644
    FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755

    _default = globals().get("DATABASES", {}).get("default", {})
    if _default.get("ENGINE", "").endswith("sqlite3"):
        _default["NAME"] = "/var/opt/shop/db.sqlite3"

    # Plain HTTP: cookies marked as secure would never come back, and no proxy header tells of TLS.
    SECURE_SSL_REDIRECT = False
    SECURE_HSTS_SECONDS = 0
    SECURE_PROXY_SSL_HEADER = None
    SESSION_COOKIE_SECURE = False
    CSRF_COOKIE_SECURE = False
    USE_X_FORWARDED_HOST = False

    # Everything to standard error, which gunicorn writes into its log.
    LOGGING = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        # Django's own handlers for these write in debug mode only.
        "loggers": {
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }
    "
  `);
});

test("with a domain only the allowed hosts are another text", () => {
  const other = renderDeployedSettings({ ...OPTIONS, domain: "www.example.com" });
  const lines = TEXT.split("\n");
  expect(other.split("\n").filter((line) => !lines.includes(line))).toEqual([
    'ALLOWED_HOSTS = ["www.example.com"]',
  ]);
});

describe("the managed settings, when they run,", () => {
  test("keep what the project set and a server does not need otherwise", () => {
    const settings = settingsOver("INSTALLED_APPS = ['shop']\nROOT_URLCONF = 'shop.urls'\n");
    expect(settings).toMatchObject({ INSTALLED_APPS: ["shop"], ROOT_URLCONF: "shop.urls" });
  });

  test("put an end to what is for developing", () => {
    const own = "DEBUG = True\nSECRET_KEY = 'insecure'\nALLOWED_HOSTS = ['*']\n";
    expect(settingsOver(own)).toMatchObject({
      DEBUG: false,
      SECRET_KEY: 'generated "$xé',
      ALLOWED_HOSTS: [],
    });
  });

  test("allow the addresses of the file beside them", () => {
    const hosts = { "etc/allowed_hosts": "203.0.113.10\n[2001:db8::10]\n" };
    expect(settingsOver("", hosts)).toMatchObject({
      ALLOWED_HOSTS: ["203.0.113.10", "[2001:db8::10]"],
    });
  });

  test("allow the domain, where there is one, and nothing of the file", () => {
    const text = renderDeployedSettings({ ...OPTIONS, domain: "www.example.com" });
    const hosts = { "etc/allowed_hosts": "203.0.113.10\n" };
    expect(settingsOver("", hosts, text)).toMatchObject({ ALLOWED_HOSTS: ["www.example.com"] });
  });

  test("move an SQLite database to the data folder, and leave its options", () => {
    expect(settingsOver(SQLITE)).toMatchObject({
      DATABASES: {
        default: {
          ENGINE: "django.db.backends.sqlite3",
          NAME: "/var/opt/shop/db.sqlite3",
          OPTIONS: { timeout: 5 },
        },
      },
    });
  });

  test("leave another database alone", () => {
    const own = `DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}`;
    expect(settingsOver(own)).toMatchObject({ DATABASES: { default: { NAME: "shop" } } });
  });

  test.each([
    ["", undefined],
    ["DATABASES = {}", {}],
  ])("work for a project without a database: %j", (own, databases) =>
    expect(settingsOver(own)["DATABASES"]).toEqual(databases),
  );

  test("gather static files in the release and keep uploads outside of it", () => {
    expect(settingsOver("STATIC_URL = 'static/'\nMEDIA_ROOT = ''\n")).toMatchObject({
      STATIC_URL: "/static/",
      STATIC_ROOT: "RELEASE/static",
      MEDIA_URL: "/media/",
      MEDIA_ROOT: "/var/opt/shop/media",
      FILE_UPLOAD_PERMISSIONS: 0o644,
      FILE_UPLOAD_DIRECTORY_PERMISSIONS: 0o755,
    });
  });

  test("mark no cookie as secure where there is no TLS to bring it back", () => {
    const own =
      "SECURE_SSL_REDIRECT = True\nSESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True\n";
    expect(settingsOver(own)).toMatchObject({
      SECURE_SSL_REDIRECT: false,
      SESSION_COOKIE_SECURE: false,
      CSRF_COOKIE_SECURE: false,
    });
  });

  test("fail where the secrets are missing, instead of starting without them", () => {
    expect(() => settingsOver("", { "etc/secrets.json": "{}" })).toThrow("KeyError: 'secretKey'");
  });
});

describe("the settings module of a project", () => {
  test.each([
    [
      `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")`,
      "config.settings.production",
    ],
    [`os.environ.setdefault('DJANGO_SETTINGS_MODULE',\n    'shop.base')`, "shop.base"],
    [`os.environ["DJANGO_SETTINGS_MODULE"] = "shop.live"`, "shop.live"],
    [
      `# setdefault("DJANGO_SETTINGS_MODULE", "old")\nsetdefault("DJANGO_SETTINGS_MODULE", "new")`,
      "new",
    ],
    [`application = None`, "shop.settings"],
    [`setdefault("DJANGO_SETTINGS_MODULE", f"{name}.settings")`, "shop.settings"],
  ])("of %j is %s", (wsgi, module) => expect(findSettingsModule(wsgi, "shop")).toBe(module));
});
