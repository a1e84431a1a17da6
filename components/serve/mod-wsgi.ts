import { MANAGED } from "../managed";
import { MANAGED_SETTINGS } from "./environment";
import { MAX_BODY, renderVirtualHost } from "../web/apache";
import type { VirtualHostOptions } from "../web/apache";

/** Apache, and mod_wsgi with Debian's own Python in it. */
export const MOD_WSGI_PACKAGES = ["apache2", "libapache2-mod-wsgi-py3"];

export interface ModWsgiOptions extends VirtualHostOptions {
  /** The user and the group of the daemon processes. */
  user: string;
  workers: number;
  /** Of each worker. */
  threads: number;
}

/** The script that Apache loads; see `renderModWsgiScript`. */
export function modWsgiScript(root: string): string {
  return `${root}/mod_wsgi.py`;
}

/**
 * Apache's site with the project inside, in daemon processes of the project's user. The socket
 * between them is Apache's, so that requests wait in it while processes are replaced.
 */
export function renderModWsgiSite(options: ModWsgiOptions): string {
  const { project, paths } = options;
  return renderVirtualHost(
    options,
    `	LimitRequestBody ${MAX_BODY}
	WSGIDaemonProcess ${[project, ...daemonOptions(options)].join(" \\\n\t\t")}
	# With both groups named here the project is loaded at the start, before the first visitor.
	WSGIScriptAlias / ${modWsgiScript(paths.root)} process-group=${project} application-group=%{GLOBAL}
	# The script is the same for all releases: new code comes by a signal, not by its date.
	WSGIScriptReloading Off
	WSGIPassAuthorization On
	AllowEncodedSlashes On
	<Directory ${paths.root}>
		<Files mod_wsgi.py>
			Require all granted
		</Files>
	</Directory>
`,
  );
}

/** `name=value`, as WSGIDaemonProcess takes them. */
function daemonOptions({ project, user, paths, workers, threads }: ModWsgiOptions): string[] {
  return [
    `user=${user}`,
    `group=${user}`,
    `processes=${workers}`,
    `threads=${threads}`,
    // Cut off after 17 characters, the length of Apache's own path.
    `display-name=(wsgi:${project})`,
    `python-home=${paths.venv}`,
    `python-path=${paths.etc}:${paths.source}`,
    // Not the release's folder: a process that starts in it keeps the old release after the switch.
    "home=/",
    "umask=0027",
    // Apache runs with LANG=C, in which Python could not open a file whose name is not ASCII.
    "lang=C.UTF-8",
    "locale=C.UTF-8",
    // Replaced now and then, so that a small leak stays small.
    "maximum-requests=1000",
    // A process that failed to load the project tries again as a new one: Django loads only once.
    "startup-timeout=15",
    // When all threads of a process have hung for so long, it is replaced.
    "request-timeout=30",
    "deadlock-timeout=60",
    // A process that got SIGTERM takes no more requests, and has so long for those that it has.
    "shutdown-timeout=30",
    // Then 504, instead of work for a visitor who has gone.
    "queue-timeout=45",
  ];
}

/**
 * The script that Apache loads, with what a unit's Environment says in the other ways. It stays as
 * it is over all releases: the path in the site never changes.
 */
export function renderModWsgiScript(project: string): string {
  return `# ${MANAGED}
import os

# Every daemon process has one project, so that nothing else can have set it.
os.environ["DJANGO_SETTINGS_MODULE"] = "${MANAGED_SETTINGS}"

from ${project}.wsgi import application  # noqa: E402, F401
`;
}
