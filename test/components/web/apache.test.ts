import {
  APACHE_CATCH_ALL_NAME,
  apacheSiteName,
  renderApacheCatchAll,
  renderApacheConfinement,
  renderApachePorts,
  renderApacheSite,
} from "../../../components/web/apache";
import { BINDS, PATHS } from "../../support/site";

const SITE = { project: "shop", paths: PATHS, binds: BINDS };

/** The lines between `<Section …>` and its end. */
function section(text: string, opening: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const start = lines.indexOf(opening);
  const end = lines.findIndex((line, index) => index > start && line.startsWith("</"));
  return lines.slice(start + 1, end).filter((line) => !line.startsWith("#"));
}

test("a site with a domain", () => {
  expect(renderApacheSite({ ...SITE, domain: "www.example.com" })).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    <VirtualHost *:80>
    	ServerName www.example.com
    	# Root opens these: not in a folder of the project's user.
    	ErrorLog /var/log/apache2/shop-error.log
    	CustomLog /var/log/apache2/shop-access.log combined
    	Timeout 60
    	# With a suffix for what is compressed, no browser would ever be told that nothing has changed.
    	DeflateAlterETag NoChange

    	# Overwritten, not appended to: what the client sends here cannot be trusted.
    	RequestHeader set X-Forwarded-For "expr=%{REMOTE_ADDR}"
    	RequestHeader set X-Forwarded-Proto "expr=%{REQUEST_SCHEME}"
    	RequestHeader unset X-Forwarded-Host
    	RequestHeader unset X-Forwarded-Server

    	Alias /static/ /opt/shop/current/static/
    	<Directory /opt/shop/current/static>
    		Require all granted
    		Options SymLinksIfOwnerMatch
    		AllowOverride None
    		SetHandler default-handler
    		# Names stay the same over releases unless the project hashes them: browsers ask each time (304).
    		Header set Cache-Control no-cache
    	</Directory>

    	Alias /media/ /var/opt/shop/media/
    	<Directory /var/opt/shop/media>
    		Require all granted
    		Options SymLinksIfOwnerMatch
    		AllowOverride None
    		SetHandler default-handler
    		Header set X-Content-Type-Options nosniff
    	</Directory>

    	# LimitRequestBody does not hold for what is passed on, and nothing else counts a chunked body.
    	<If "%{HTTP:Content-Length} -gt 20971520">
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
    	ProxyPass / http://127.0.0.1:8000/ nocanon disablereuse=On retry=0 connectiontimeout=10 timeout=60
    	ProxyPreserveHost On
    	ProxyAddHeaders Off
    	# A slash that is escaped is the project's affair.
    	AllowEncodedSlashes NoDecode
    </VirtualHost>
    "
  `);
});

test("without a domain it has no name, and is the first that Apache reads", () => {
  const lines = renderApacheSite(SITE).split("\n");
  expect(renderApacheSite({ ...SITE, domain: "www.example.com" }).split("\n")).toEqual(
    lines.flatMap((line) =>
      line.startsWith("<VirtualHost") ? [line, "\tServerName www.example.com"] : [line],
    ),
  );
  const names = ["a", "Z", "_", "shop"].map((project) =>
    apacheSiteName({ project, domain: "www.example.com" }),
  );
  const unnamed = apacheSiteName({ project: "zoo" });
  expect([...names, APACHE_CATCH_ALL_NAME, unnamed].sort().slice(0, 2)).toEqual([
    unnamed,
    APACHE_CATCH_ALL_NAME,
  ]);
});

test("it asks one address: a balancer over both answers 503 in place of trying the other", () => {
  const text = renderApacheSite(SITE);
  expect(text.match(/^\tProxyPass .*http.*$/gm)).toEqual([
    "\tProxyPass / http://127.0.0.1:8000/ nocanon disablereuse=On retry=0 connectiontimeout=10 timeout=60",
  ]);
  expect(text).not.toContain("balancer");
});

test("what Apache serves itself is no one else's: it is excepted before the rest is passed on", () => {
  const passed = [...renderApacheSite(SITE).matchAll(/^\tProxyPass (\S+)/gm)].map(([, to]) => to);
  expect(passed).toEqual(["/static/", "/media/", "/"]);
});

test.each([PATHS.static, PATHS.media])(
  "nothing in %s is run, listed or led out of it",
  (folder) => {
    expect(section(renderApacheSite(SITE), `<Directory ${folder}>`)).toEqual(
      expect.arrayContaining([
        "Options SymLinksIfOwnerMatch",
        "AllowOverride None",
        "SetHandler default-handler",
      ]),
    );
  },
);

test("the limit of a body holds for what is passed on, where LimitRequestBody does not", () => {
  const text = renderApacheSite(SITE);
  expect(section(text, `<If "%{HTTP:Content-Length} -gt ${20 * 1024 * 1024}">`)).toEqual([
    "Redirect 413 /",
  ]);
  expect(section(text, '<If "-n %{HTTP:Transfer-Encoding}">')).toEqual(["Redirect 411 /"]);
  expect(text).not.toMatch(/^\s*LimitRequestBody/m);
});

test("logs that root opens are not in a folder of the project's user", () => {
  const logs = [...renderApacheSite(SITE).matchAll(/^\t(?:Error|Custom)Log (\S+)/gm)];
  expect(logs.map(([, file]) => file)).toEqual([
    "/var/log/apache2/shop-error.log",
    "/var/log/apache2/shop-access.log",
  ]);
});

test("the site for unknown names denies all of them", () => {
  expect(renderApacheCatchAll()).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
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
    "
  `);
});

test("the ports", () => {
  expect(renderApachePorts(true)).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    Listen 80
    "
  `);
  expect(renderApachePorts(false)).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    Listen 0.0.0.0:80
    "
  `);
});

test("Apache is confined and keeps only what it needs to open its port and become other users", () => {
  expect(renderApacheConfinement()).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    [Service]
    Environment=TMPDIR=/var/tmp
    NoNewPrivileges=yes
    CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_SETUID CAP_SETGID CAP_CHOWN CAP_KILL
    ProtectSystem=full
    ProtectHome=yes
    PrivateDevices=yes
    ProtectProc=invisible
    ProtectClock=yes
    ProtectHostname=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectControlGroups=yes
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    LockPersonality=yes
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
    SystemCallArchitectures=native
    SystemCallFilter=@system-service
    SystemCallErrorNumber=EPERM
    IPAddressDeny=169.254.169.254
    "
  `);
});
