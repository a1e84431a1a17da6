import { MANAGED } from "../managed";
import type { ProjectPaths } from "../naming";
import { MAX_BODY_MIB } from "./limits";

export interface NginxSiteOptions {
  project: string;
  paths: ProjectPaths;
  /** See `bindList`. */
  binds: readonly string[];
  /** Absent: the site answers to every name and address that no other site has. */
  domain?: string;
  ipv6: boolean;
}

/**
 * nginx's site. Nothing in it holds the server's address, and no `listen` claims to be the
 * default: a site without a domain catches all names by a regular expression, which nginx tries
 * only after every exact name, so that several sites never clash.
 */
export function renderNginxSite(options: NginxSiteOptions): string {
  const { project, paths, binds, domain, ipv6 } = options;
  return `# ${MANAGED}
upstream ${project} {
${binds.map((bind, index) => `\tserver ${bind} fail_timeout=0${index > 0 ? " backup" : ""};\n`).join("")}}

server {
${listen(ipv6)}	server_name ${domain ?? '"" ~.'};
	server_tokens off;
	client_max_body_size ${MAX_BODY_MIB}m;

	location /static/ {
		alias ${paths.current}/static/;
		# Names stay the same over releases unless the project hashes them: browsers ask each time (304).
		add_header Cache-Control no-cache;
	}

	location /media/ {
		alias ${paths.media}/;
		# The project's user could put a link there to what only the web server may read.
		disable_symlinks if_not_owner from=${paths.media};
		add_header X-Content-Type-Options nosniff;
	}

	location / {
		proxy_pass http://${project};
		proxy_http_version 1.1;
		proxy_set_header Connection "";
		proxy_set_header Host $http_host;
		# Overwritten, not appended to: what the client sends here cannot be trusted.
		proxy_set_header X-Forwarded-For $remote_addr;
		proxy_set_header X-Forwarded-Proto $scheme;
		proxy_set_header X-Forwarded-Host "";
		proxy_redirect off;
		proxy_connect_timeout 10s;
		proxy_read_timeout 60s;
	}
}
`;
}

/**
 * Room for a domain of 253 characters, as long as one can be. By itself nginx has buckets of 64 bytes in
 * its table of names, where one of 47 has no room (ngx_hash.h).
 */
export function renderNginxNames(): string {
  return `# ${MANAGED}
server_names_hash_bucket_size 512;
`;
}

/** The site for names that nobody here has: the connection is closed without an answer. */
export function renderNginxCatchAll(ipv6: boolean): string {
  return `# ${MANAGED}
server {
${listen(ipv6, " default_server")}	server_name _;
	server_tokens off;
	return 444;
}
`;
}

function listen(ipv6: boolean, flag = ""): string {
  return `\tlisten 80${flag};\n${ipv6 ? `\tlisten [::]:80${flag};\n` : ""}`;
}
