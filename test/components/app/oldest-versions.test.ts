import { spawnSync } from "node:child_process";
import { renderDeployedSettings } from "../../../components/app/deployed-settings";
import { siteTexts } from "../../../components/app/texts";
import {
  renderApacheCatchAll,
  renderApacheConfinement,
  renderApachePorts,
} from "../../../components/web/apache";
import { renderNginxCatchAll } from "../../../components/web/nginx";
import { CHOICES, siteWith } from "../../support/choices";
import { CONFINEMENT, PATHS } from "../../support/site";

/** Whatever is rendered of these kinds, over all combinations, with and without a domain and IPv6. */
function textsOf(...kinds: string[]): string[] {
  return CHOICES.flatMap((choice) =>
    [true, false].flatMap((ipv6) => {
      const site = siteWith(choice);
      const host = { ipv6, webServer: choice.webServer };
      return [site, { ...site, domain: "www.example.com", threads: 4 }]
        .flatMap((settings) => siteTexts(settings, CONFINEMENT, host))
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ text }) => text);
    }),
  );
}

/** The first words of the lines, sections' names included; comments and ends of sections left out. */
function wordsOf(texts: readonly string[]): string[] {
  const lines = texts.flatMap((text) => text.replace(/\\\n\s*/g, " ").split("\n"));
  const words = lines.flatMap((line) => /^\s*<?([A-Za-z][\w-]*)/.exec(line)?.[1] ?? []);
  return [...new Set(words)].sort();
}

/*
 * What stands in a rendered text must be known to the oldest version on an image that can be chosen:
 * Debian 12 has nginx 1.22.1, mod_wsgi 4.9.4, systemd 252, logrotate 3.21 and Python 3.11, and
 * Ubuntu 24.04 the oldest Apache, 2.4.58; supervisor is 4.2.5 on all three. These lists were read in
 * the sources of those versions. Where a word is missing here, look there first.
 */
const KNOWN: Readonly<Record<string, { texts: string[]; words: string }>> = {
  "nginx 1.22.1": {
    texts: [...textsOf("nginx"), renderNginxCatchAll(true)],
    words: `add_header alias client_max_body_size disable_symlinks listen location proxy_connect_timeout
      proxy_http_version proxy_pass proxy_read_timeout proxy_redirect proxy_set_header return server
      server_name server_tokens upstream`,
  },
  "Apache 2.4.58 and mod_wsgi 4.9.4": {
    texts: [...textsOf("apache"), renderApacheCatchAll(), renderApachePorts(true)],
    words: `Alias AllowEncodedSlashes AllowOverride CustomLog DeflateAlterETag Directory ErrorLog Files
      GracefulShutdownTimeout Header If IfModule LimitRequestBody Listen Location Options
      ProxyAddHeaders ProxyPass ProxyPreserveHost Redirect RequestHeader Require ServerName
      ServerSignature ServerTokens SetHandler SetInputFilter Timeout TraceEnable VirtualHost
      WSGIDaemonProcess WSGIPassAuthorization WSGIRestrictEmbedded WSGIScriptAlias
      WSGIScriptReloading`,
  },
  "systemd 252": {
    texts: [...textsOf("service", "socket"), renderApacheConfinement()],
    words: `After Also AmbientCapabilities BindIPv6Only CapabilityBoundingSet Description Documentation
      Environment ExecReload ExecStart Group IPAddressDeny KillMode ListenStream LockPersonality
      NoDelay NoNewPrivileges NotifyAccess PrivateDevices PrivateTmp PrivateUsers ProtectClock
      ProtectControlGroups ProtectHome ProtectHostname ProtectKernelLogs ProtectKernelModules
      ProtectKernelTunables ProtectProc ProtectSystem ReadWritePaths RemoveIPC Requires Restart
      RestartSec RestrictAddressFamilies RestrictNamespaces RestrictRealtime RestrictSUIDSGID
      RuntimeDirectory RuntimeDirectoryMode StartLimitIntervalSec
      SystemCallArchitectures SystemCallErrorNumber SystemCallFilter TimeoutStartSec
      TimeoutStopSec Type UMask User WantedBy Wants WorkingDirectory`,
  },
  "supervisor 4.2.5": {
    texts: textsOf("program"),
    words: `autorestart autostart command directory environment killasgroup redirect_stderr startretries
      startsecs stdout_logfile stdout_logfile_backups stdout_logfile_maxbytes stopwaitsecs umask`,
  },
  "logrotate 3.21": {
    texts: textsOf("logrotate"),
    words: `compress copytruncate create daily delaycompress endscript maxsize missingok notifempty
      postrotate rotate sharedscripts su supervisorctl systemctl`,
  },
};

test.each(Object.entries(KNOWN))("%s knows every word of the texts", (_program, known) => {
  expect(wordsOf(known.texts)).toEqual(known.words.trim().split(/\s+/));
});

test("mod_wsgi 4.9.4 knows every option of the daemon processes", () => {
  const line = /^\tWSGIDaemonProcess \w+ (.*)$/m;
  const options = textsOf("apache").flatMap((text) => {
    const found = line.exec(text.replace(/\s*\\\n\s*/g, " "))?.[1] ?? "";
    return [...found.matchAll(/(?:^| )([a-z-]+)=/g)].map(([, name]) => name);
  });
  expect([...new Set(options)].sort()).toEqual([
    ...["deadlock-timeout", "display-name", "group", "home", "lang", "locale", "maximum-requests"],
    ...["processes", "python-home", "python-path", "queue-timeout", "request-timeout"],
    ...["shutdown-timeout", "startup-timeout", "threads", "umask", "user"],
  ]);
});

test("Python 3.11 can compile what is Python", () => {
  const options = { settingsModule: "shop.settings", paths: PATHS };
  const texts = [
    ...textsOf("gunicorn", "wsgi"),
    ...[true, false].map((whitenoise) => renderDeployedSettings({ ...options, whitenoise })),
  ];
  const compile =
    "import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text, feature_version=(3, 11))";
  const { stderr } = spawnSync("python3", ["-c", compile], {
    input: JSON.stringify([...new Set(texts)]),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
});
