import { renderNginxCatchAll, renderNginxSite } from "../../../components/web/nginx";
import { BINDS, PATHS } from "../../support/site";

const SITE = { project: "shop", paths: PATHS, binds: BINDS, ipv6: true };

test("a site with a domain", () => {
  expect(renderNginxSite({ ...SITE, domain: "www.example.com" })).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    upstream shop {
    	server 127.0.0.1:8000 fail_timeout=0;
    	server [::1]:8000 fail_timeout=0 backup;
    }

    server {
    	listen 80;
    	listen [::]:80;
    	server_name www.example.com;
    	server_tokens off;
    	client_max_body_size 20m;

    	location /static/ {
    		alias /opt/shop/current/static/;
    		# Names stay the same over releases unless the project hashes them: browsers ask each time (304).
    		add_header Cache-Control no-cache;
    	}

    	location /media/ {
    		alias /var/opt/shop/media/;
    		# The project's user could put a link there to what only the web server may read.
    		disable_symlinks if_not_owner from=/var/opt/shop/media;
    		add_header X-Content-Type-Options nosniff;
    	}

    	location / {
    		proxy_pass http://shop;
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
    "
  `);
});

/** The lines in which two texts differ. */
function difference(one: string, other: string): { less: string[]; more: string[] } {
  const [lines, others] = [one.split("\n"), other.split("\n")];
  return {
    less: lines.filter((line) => !others.includes(line)),
    more: others.filter((line) => !lines.includes(line)),
  };
}

test("without a domain it answers to every name and to none, after all exact names", () => {
  const withDomain = renderNginxSite({ ...SITE, domain: "www.example.com" });
  expect(difference(withDomain, renderNginxSite(SITE))).toEqual({
    less: ["\tserver_name www.example.com;"],
    more: ['\tserver_name "" ~.;'],
  });
});

test("without IPv6 it listens on IPv4 and knows one address of gunicorn", () => {
  const without = renderNginxSite({ ...SITE, ipv6: false, binds: BINDS.slice(0, 1) });
  expect(difference(renderNginxSite(SITE), without)).toEqual({
    less: ["\tserver [::1]:8000 fail_timeout=0 backup;", "\tlisten [::]:80;"],
    more: [],
  });
});

test("no site claims to be the default server: several would clash", () => {
  expect(renderNginxSite(SITE)).not.toContain("default_server");
});

test("the site for unknown names closes the connection", () => {
  expect(renderNginxCatchAll(true)).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    server {
    	listen 80 default_server;
    	listen [::]:80 default_server;
    	server_name _;
    	server_tokens off;
    	return 444;
    }
    "
  `);
  expect(difference(renderNginxCatchAll(true), renderNginxCatchAll(false))).toEqual({
    less: ["\tlisten [::]:80 default_server;"],
    more: [],
  });
});
