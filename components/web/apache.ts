import { MANAGED } from "../managed";
import type { ProjectPaths } from "../naming";
import { renderUnit } from "../serve/directives";
import { NO_METADATA, NO_SYSTEM } from "../serve/sandbox";
import { MAX_BODY_MIB } from "./limits";

/** Apache with its own event MPM, as Debian and Ubuntu configure it. */
export const APACHE_PACKAGES = ["apache2"];

/** What the sites need beyond the modules that Debian enables, by the names that `a2enmod` knows. */
const VIRTUAL_HOST_MODULES = ["headers"];

/** The same for `renderApacheSite`. */
export const APACHE_MODULES = [...VIRTUAL_HOST_MODULES, "buffer", "proxy", "proxy_http"];

/**
 * Debian's links, relative to /etc/apache2, that have to go: its own site, which would be the
 * default; the status page, which answers `/server-status` on every site; and the icons, which
 * would cover a project's own `/icons/` (`a2enmod` of a module that needs `alias` puts them back).
 */
export const APACHE_UNWANTED_LINKS = [
  "sites-enabled/000-default.conf",
  "mods-enabled/status.conf",
  "mods-enabled/status.load",
  "mods-enabled/alias.conf",
];

/** In bytes, as Apache counts. */
export const MAX_BODY = MAX_BODY_MIB * 1024 * 1024;

export interface VirtualHostOptions {
  project: string;
  paths: ProjectPaths;
  /** Absent: the site answers to every name and address that no other site has, and to none. */
  domain?: string;
}

export interface ApacheSiteOptions extends VirtualHostOptions {
  /** See `bindList`. */
  binds: readonly string[];
}

/**
 * The name of the site's file in sites-available. Apache's default is the first site that it reads:
 * the one without a domain, else the catch-all.
 */
export function apacheSiteName({
  project,
  domain,
}: Pick<VirtualHostOptions, "project" | "domain">): string {
  return domain === undefined ? `000-${project}.conf` : `${project}.conf`;
}

/** The name of the file with `renderApacheCatchAll`, after a site without a domain, before all others. */
export const APACHE_CATCH_ALL_NAME = "001-catch-all.conf";

/**
 * Apache's site in front of an application server.
 *
 * It asks the first address alone: the server holds all of its addresses or none, and a balancer
 * over them would not help, since it hands on no request that has a body.
 */
export function renderApacheSite(options: ApacheSiteOptions): string {
  const [address = ""] = options.binds;
  return renderVirtualHost(
    options,
    `	# LimitRequestBody does not hold for what is passed on, and nothing else counts a chunked body.
	<If "%{HTTP:Content-Length} -gt ${MAX_BODY}">
		Redirect 413 /
	</If>
	<If "-n %{HTTP:Transfer-Encoding}">
		Redirect 411 /
	</If>

	<Location />
		# A request is read to its end, into a file, before a worker is asked: with a filter in its way
		# Apache does not stream. A slow upload would keep a worker, which gunicorn then kills.
		SetInputFilter BUFFER
	</Location>

	ProxyPass /static/ !
	ProxyPass /media/ !
	# A worker closes its connections when it is replaced: none is kept, so that none is found dead.
	ProxyPass / http://${address}/ nocanon disablereuse=On retry=0 connectiontimeout=10 timeout=60
	ProxyPreserveHost On
	ProxyAddHeaders Off
	# A slash that is escaped is the project's affair.
	AllowEncodedSlashes NoDecode
`,
  );
}

/**
 * A virtual host with all but what answers for the project: logs, limits, and the files that Apache
 * serves itself. Everything else on the disk is denied by Debian's apache2.conf. It stands for IPv4
 * and IPv6; which of them there are, `renderApachePorts` says.
 *
 * @param application the lines that answer for the project, each with its indent
 */
export function renderVirtualHost(options: VirtualHostOptions, application: string): string {
  const { project, paths, domain } = options;
  return `# ${MANAGED}
<VirtualHost *:80>
${domain === undefined ? "" : `\tServerName ${domain}\n`}	# Root opens these: not in a folder of the project's user.
	ErrorLog /var/log/apache2/${project}-error.log
	CustomLog /var/log/apache2/${project}-access.log combined
	Timeout 60
	# With a suffix for what is compressed, no browser would ever be told that nothing has changed.
	DeflateAlterETag NoChange

	# Overwritten, not appended to: what the client sends here cannot be trusted.
	RequestHeader set X-Forwarded-For "expr=%{REMOTE_ADDR}"
	RequestHeader set X-Forwarded-Proto "expr=%{REQUEST_SCHEME}"
	RequestHeader unset X-Forwarded-Host
	RequestHeader unset X-Forwarded-Server

	Alias /static/ ${paths.current}/static/
	<Directory ${paths.current}/static>
${FILES}		# Names stay the same over releases unless the project hashes them: browsers ask each time (304).
		Header set Cache-Control no-cache
	</Directory>

	Alias /media/ ${paths.media}/
	<Directory ${paths.media}>
${FILES}		Header set X-Content-Type-Options nosniff
	</Directory>

${application}</VirtualHost>
`;
}

/**
 * A link is followed only to what its own owner owns, since the project's user could put one into
 * its media; no index, no .htaccess, and no handler that would run a file or read it as a type map.
 */
const FILES = `		Require all granted
		Options SymLinksIfOwnerMatch
		AllowOverride None
		SetHandler default-handler
`;

/**
 * The site for names that nobody here has, 403, and what concerns the whole server. Its own name is
 * a reserved one (RFC 6761), which no request for a site can have.
 */
export function renderApacheCatchAll(): string {
  return `# ${MANAGED}
# Otherwise Apache asks for the machine's own name at each start, and warns of it.
ServerName localhost
ServerTokens Prod
ServerSignature Off
TraceEnable Off
# So long a stop waits for the requests that run; the port is free at once.
GracefulShutdownTimeout 30
<IfModule wsgi_module>
	# No project's code in Apache's own processes.
	WSGIRestrictEmbedded On
</IfModule>

<VirtualHost *:80>
	ServerName catch-all.invalid
	<Location />
		Require all denied
	</Location>
</VirtualHost>
`;
}

/**
 * ports.conf, in place of Debian's. Without an address Apache opens one IPv6 socket for both
 * families.
 */
export function renderApachePorts(ipv6: boolean): string {
  return `# ${MANAGED}
Listen ${ipv6 ? "80" : "0.0.0.0:80"}\n`;
}

/**
 * A drop-in of apache2.service that confines Apache, and with it mod_wsgi's daemon processes, which
 * get none of its capabilities. Debian's unit has `PrivateTmp=`. Weaker than the sandbox of a service
 * of the project's own: Apache starts as root, its processes become three users, and all sites share
 * what is writable, which file permissions alone keep apart.
 */
export function renderApacheConfinement(): string {
  return (
    `# ${MANAGED}\n` +
    renderUnit({
      Service: [
        // Uploads, up to their limit each: /tmp may lie in memory.
        ["Environment", "TMPDIR=/var/tmp"],
        ["NoNewPrivileges", "yes"],
        ["CapabilityBoundingSet", "CAP_NET_BIND_SERVICE CAP_SETUID CAP_SETGID CAP_CHOWN CAP_KILL"],
        ["ProtectSystem", "full"],
        ["ProtectHome", "yes"],
        ["PrivateDevices", "yes"],
        ...NO_SYSTEM,
        ["LockPersonality", "yes"],
        ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"],
        ["SystemCallArchitectures", "native"],
        ["SystemCallFilter", "@system-service"],
        ["SystemCallErrorNumber", "EPERM"],
        NO_METADATA,
      ],
    })
  );
}
