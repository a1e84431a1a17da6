import type { ProjectPaths } from "../naming";

export interface DeployedSettingsOptions {
  /** The settings module that the project's wsgi.py names. */
  settingsModule: string;
  paths: ProjectPaths;
  /** Absent: the site is reached by the server's addresses. */
  domain?: string;
}

/**
 * The managed settings module, `deployed_settings`: the project's own settings, and over them what
 * a server needs. The project stays as it is. The text holds neither a secret nor an address; both
 * are read from files beside it, which belong to the release as it does.
 */
export function renderDeployedSettings(options: DeployedSettingsOptions): string {
  const { settingsModule, paths, domain } = options;
  return `# Managed by django-droplet; the next \`pulumi up\` overwrites it.
import json
import pathlib

from ${settingsModule} import *  # noqa: F403

# Not resolved: while a release is being built this is its own folder, later the current one.
_etc = pathlib.Path(__file__).parent


def _lines(name):
    file = _etc / name
    return file.read_text().split() if file.exists() else []


DEBUG = False
SECRET_KEY = json.loads((_etc / "secrets.json").read_text())["secretKey"]
ALLOWED_HOSTS = ${domain === undefined ? '_lines("allowed_hosts")' : `["${domain}"]`}

STATIC_URL = "/static/"
STATIC_ROOT = _etc.parent / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = "${paths.media}"
# The web server is another user: it reads what was uploaded through "others".
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755

_default = globals().get("DATABASES", {}).get("default", {})
if _default.get("ENGINE", "").endswith("sqlite3"):
    _default["NAME"] = "${paths.data}/db.sqlite3"

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
`;
}

/**
 * The settings module that a wsgi.py names, as `startproject` writes it; `P.settings` where
 * it names none.
 */
export function findSettingsModule(wsgi: string, project: string): string {
  const match = /^[^#\n]*["']DJANGO_SETTINGS_MODULE["'](?:\s*,|\]\s*=)\s*["']([\w.]+)["']/m.exec(
    wsgi,
  );
  return match?.[1] ?? `${project}.settings`;
}
