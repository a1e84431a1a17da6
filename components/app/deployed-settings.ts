import { MANAGED } from "../managed";
import type { ProjectPaths } from "../naming";

export interface DeployedSettingsOptions {
  /** The settings module that the project's wsgi.py names. */
  settingsModule: string;
  paths: ProjectPaths;
  /** Absent: the site is reached by the server's addresses. */
  domain?: string;
  /** Whether the application server has to serve static files itself. */
  whitenoise: boolean;
}

/** What serves static files where no web server does. */
export const WHITENOISE_REQUIREMENT = "whitenoise==6.12.0";

/**
 * The managed settings module, `deployed_settings`: the project's own settings, and over them what
 * a server needs. The project stays as it is. The text holds neither a secret nor an address; both
 * are read from files beside it, which belong to the release as it does.
 */
export function renderDeployedSettings(options: DeployedSettingsOptions): string {
  const { settingsModule, paths, domain, whitenoise } = options;
  return `# ${MANAGED}
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

${whitenoise ? WHITENOISE : ""}# Plain HTTP: cookies marked as secure would never come back, and no proxy header tells of TLS.
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

/** As its documentation has it: behind Django's own SecurityMiddleware, before all others. */
const WHITENOISE = `# No web server stands in front: static files come from here. Uploads do not.
# Resolved: what a worker has noted of the files at its start holds for its own release alone.
STATIC_ROOT = STATIC_ROOT.resolve()
# Names stay the same over releases unless the project hashes them: browsers ask each time (304).
WHITENOISE_MAX_AGE = 0
_whitenoise = "whitenoise.middleware.WhiteNoiseMiddleware"
MIDDLEWARE = list(globals().get("MIDDLEWARE", []))
if _whitenoise not in MIDDLEWARE:
    _first = "django.middleware.security.SecurityMiddleware"
    MIDDLEWARE.insert(MIDDLEWARE.index(_first) + 1 if _first in MIDDLEWARE else 0, _whitenoise)

`;

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
