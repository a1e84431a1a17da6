import { hostFile, script } from "../../../components/remote/script";
import type { WebServer } from "../../../components/serve/choices";
import { webServerStep } from "../../../components/web/install";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";
import { account, activate } from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
  // Homes are not among the folders that this host has for itself.
  host.sh("sed -i 's#:/root:#:/opt/home:#' /etc/passwd; mkdir /opt/home");
  listens("nginx");
});

afterEach(() => host.stop());

/** Who has port 80, by their programs' names. */
function listens(...programs: readonly string[]): void {
  const lines = programs.map(
    (name) => `LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("${name}",pid=7,fd=5))`,
  );
  host.set("do/ss", `cat <<'END'\n${lines.join("\n")}\nEND\n`);
}

interface Options {
  webServer?: WebServer;
  nameless?: readonly string[];
  keys?: readonly string[];
  stack?: string;
  login?: string;
}

function takeOver({
  webServer = "nginx",
  nameless = [],
  keys = [],
  stack = "shop/production 0a1b",
  login = "root",
}: Options = {}): Ran {
  const text = script(
    ["first-boot", "web-servers", "record", "folders", "others", "fit", "take-over"],
    {
      ...{ STAGE_HELPER: hostFile("django-droplet-stage"), AUTHORIZED_KEYS: keys, STACK: stack },
      ...{
        LOGIN: login,
        ARRIVALS: "/opt/arrivals",
        W: webServer,
        NAMELESS: nameless,
        ALONE: false,
        ADDRESSES: ["203.0.113.7", "2001:db8::7"],
      },
    },
  );
  return host.step(text.replace("/usr/local/sbin/", () => "/opt/"));
}

const refusal = (options?: Options) => {
  const { code, stderr } = takeOver(options);
  expect(code).toBe(1);
  return stderr.replace(/^django-droplet: /, "").trimEnd();
};

const DONE = { code: 0, stdout: "", stderr: "" };
const LEGACY = "/etc/nginx/sites-enabled/legacy";
const web = (webServer: WebServer = "nginx") => {
  host.set("do/dpkg-query", '[ "$1" = --search ] || printf "ii "');
  return host.step(webServerStep({ webServer, ipv6: true, modWsgi: false, shared: true }));
};
const enabled = () => host.sh("ls /etc/nginx/sites-enabled");

/** A file that Debian's package brought, as it brought it or with a line of somebody's. */
function packaged(file: string, changed: boolean): void {
  host.sh(`echo Debian >${file}`);
  const sum = host.sh(`md5sum <${file} | cut -d ' ' -f 1`);
  host.set(
    "do/dpkg-query",
    `if [ "$1" = --search ]; then echo "package: $2"; else printf ' ${file} ${sum}\\n'; fi`,
  );
  if (changed) host.sh(`echo mine >>${file}`);
}

describe("a server that is there already", () => {
  test("gets our folders and the helper, and is not asked how its first boot went", () => {
    host.set("do/cloud-init", "exit 1");
    expect(takeOver()).toEqual(DONE);
    expect(host.sh("stat -c '%a %U' /opt/django-droplet-stage /var/lib/django-droplet")).toBe(
      "755 root\n700 root",
    );
    expect(host.sh("ls -A /opt/home")).toBe("");
  });

  test("is one stack's: another one would take down its sites", () => {
    expect(takeOver()).toEqual(DONE);
    expect(takeOver({ stack: "shop/renamed 0a1b" })).toEqual(DONE);
    expect(takeOver()).toEqual(DONE);
    expect(refusal({ stack: "shop/production 2c3d" })).toBe(
      "this server is the stack shop/production 0a1b's, whose sites shop/production 2c3d would take down: take another server, or, where that stack is gone for good, remove /var/lib/django-droplet/stack from this one",
    );
    host.sh("rm /var/lib/django-droplet/stack");
    expect(takeOver({ stack: "shop/production 2c3d" })).toEqual(DONE);
    expect(refusal()).toMatch(/^this server is the stack shop\/production 2c3d's/);
  });

  test("needs a systemd that knows the unit's directives", () => {
    host.set("version", "249 (249.11)\n");
    expect(refusal()).toBe(
      "this server has systemd 249, and the set-up needs 252 or later: Debian 12, Ubuntu 24.04",
    );
  });

  test("keeps every key that it has, whoever comes and goes beside them", () => {
    const file = "/opt/home/.ssh/authorized_keys";
    const theirs = "ssh-rsa AAAA theirs\n# a comment\nssh-rsa BBBB backup";
    host.sh(`mkdir /opt/home/.ssh; printf '%s\\n' '${theirs}' >${file}`);
    takeOver({ keys: ["ssh-ed25519 CCCC it's ada", "ssh-ed25519 DDDD bob"] });
    expect(host.sh(`cat ${file}; stat -c '%a %U' ${file}`)).toBe(
      `${theirs}\nssh-ed25519 CCCC it's ada managed-by-django-droplet\nssh-ed25519 DDDD bob managed-by-django-droplet\n600 root`,
    );
    takeOver({ keys: ["ssh-ed25519 DDDD bob"] });
    expect(host.sh(`cat ${file}`)).toBe(
      `${theirs}\nssh-ed25519 DDDD bob managed-by-django-droplet`,
    );
    takeOver();
    expect(host.sh(`cat ${file}`)).toBe(theirs);
  });

  test("lets nobody in any more by who logged in before", () => {
    host.sh(
      "mkdir -p /opt/ops/.ssh; useradd --no-create-home --home-dir /opt/ops ops; echo 'ssh-rsa A own' >/opt/ops/.ssh/authorized_keys",
    );
    expect(takeOver({ login: "ops", keys: ["ssh-ed25519 DDDD bob"] })).toEqual(DONE);
    expect(host.sh("cat /opt/ops/.ssh/authorized_keys")).toContain("DDDD bob");
    expect(takeOver({ keys: ["ssh-ed25519 CCCC ada"] })).toEqual(DONE);
    expect(host.sh("cat /opt/ops/.ssh/authorized_keys")).toBe("ssh-rsa A own");
    expect(host.sh("cat /opt/home/.ssh/authorized_keys")).toContain("CCCC ada");
    host.sh("userdel ops");
    expect(takeOver({ keys: ["ssh-ed25519 CCCC ada"] })).toEqual(DONE);
  });
});

describe("where others have sites in nginx", () => {
  beforeEach(() => {
    host.sh(`echo 'server { listen 80; }' >${LEGACY}`);
  });

  test("a site without a domain is refused", () => {
    expect(refusal({ nameless: ["shop", "blog"] })).toBe(
      `nginx of this server has sites of others (${LEGACY}), whose visitors by other names shop blog would take: give each site a domain`,
    );
    expect(host.sh("ls /var/lib/django-droplet /opt")).not.toContain("django-droplet-stage");
  });

  test.each(["203.0.113.7:80", "203.0.113.7", "[2001:db8::7]:80 ipv6only=on", "[2001:db8::7]"])(
    "that listen on %s would get what is the stack's",
    (address) => {
      host.sh(`printf 'server {\\n\\tlisten ${address};\\n}\\n' >${LEGACY}`);
      expect(refusal()).toBe(
        `nginx of this server has sites of others that listen on its address itself (${LEGACY}), and would never ask the stack's: nginx goes by the address before the name; let them listen on 80 alone`,
      );
    },
  );

  test.each([
    "80",
    "*:80",
    "203.0.113.8:80",
    "127.0.0.1:80",
    "203.0.113.7:443",
    "80; # 203.0.113.7:80",
  ])("that listen on %s would not", (address) => {
    host.sh(`printf 'server {\\n\\tlisten ${address};\\n}\\n' >${LEGACY}`);
    expect(takeOver()).toEqual(DONE);
  });

  test("ours stand beside them, and unknown names stay theirs", () => {
    host.sh("echo 'server { listen 80 default_server; }' >/etc/nginx/sites-enabled/default");
    expect(takeOver()).toEqual(DONE);
    expect(web()).toEqual(DONE);
    expect(enabled()).toBe("default\nlegacy");
  });

  test("they are not closed for another web server, or for none", () => {
    for (const webServer of ["apache", "none"] as const) {
      expect(refusal({ webServer })).toBe(
        `nginx of this server has sites of others (${LEGACY}) and port 80: take webServer nginx, or move them`,
      );
    }
  });

  test("our catch-all goes where they came later", () => {
    host.sh(`rm ${LEGACY}`);
    expect(web()).toEqual(DONE);
    expect(enabled()).toBe("catch-all");
    host.sh(`echo 'server { listen 80; }' >${LEGACY}`);
    expect(web()).toEqual(DONE);
    expect(enabled()).toBe("legacy");
  });
});

describe("Debian's own site", () => {
  const FILE = "/etc/nginx/sites-available/default";

  test.each([
    ["as it came is nobody's, and is switched off", false, "catch-all"],
    ["that somebody wrote into is theirs, and stays", true, "default"],
  ])("%s", (_what, changed, left) => {
    packaged(FILE, changed);
    host.sh("ln -s ../sites-available/default /etc/nginx/sites-enabled/default");
    const step = webServerStep({ webServer: "nginx", ipv6: true, modWsgi: false, shared: true });
    // It has the packages: what dpkg-query answers here is about files.
    expect(host.step(step.replace("missing() {", () => "missing() { return 0; "))).toEqual(DONE);
    expect(enabled()).toBe(left);
  });
});

test("a file in conf.d counts where it has a server", () => {
  host.sh("mkdir -p /etc/nginx/conf.d; echo 'gzip on;' >/etc/nginx/conf.d/gzip.conf");
  expect(takeOver({ nameless: ["shop"] })).toEqual(DONE);
  host.sh("printf 'server {\\n}\\n' >/etc/nginx/conf.d/legacy.conf");
  expect(refusal({ nameless: ["shop"] })).toContain("(/etc/nginx/conf.d/legacy.conf)");
});

test("an nginx that reads no sites-enabled is refused", () => {
  host.sh("echo 'http { include /etc/nginx/conf.d/*.conf; }' >/etc/nginx/nginx.conf");
  expect(refusal()).toMatch(/^nginx of this server does not read \/etc\/nginx\/sites-enabled/);
});

describe("Apache", () => {
  beforeEach(() => listens("apache2"));

  test("with sites of others is not set up anew", () => {
    host.sh("echo '<VirtualHost *:80>' >/etc/apache2/sites-enabled/legacy.conf");
    expect(refusal({ webServer: "apache" })).toBe(
      "Apache of this server has sites of others (/etc/apache2/sites-enabled/legacy.conf), and would be set up anew for the stack's: take webServer nginx or another server",
    );
  });

  test("with other ports is not either", () => {
    host.sh("echo 'Listen 8080' >/etc/apache2/ports.conf");
    expect(refusal({ webServer: "apache" })).toMatch(
      /^\/etc\/apache2\/ports\.conf of this server was changed/,
    );
  });
});

describe("port 80", () => {
  test("that somebody's program has is not taken from it", () => {
    listens("caddy", "docker-proxy", "caddy");
    expect(refusal()).toBe(
      "port 80 of this server is held by caddy docker-proxy, which the stack did not put there: stop it for good, or take another server",
    );
  });

  test("that an Apache without sites has is not taken either", () => {
    listens("apache2");
    expect(refusal()).toMatch(/^port 80 of this server is held by apache2,/);
  });

  test("that nobody has, or what is wanted has, is free", () => {
    listens();
    expect(takeOver({ webServer: "none" })).toEqual(DONE);
    listens("nginx");
    expect(takeOver()).toEqual(DONE);
  });

  test("that a site of ours has can go over to another web server", () => {
    expect(activate(host)).toMatchObject({ code: 0 });
    expect(takeOver({ webServer: "apache" })).toEqual(DONE);
    // It ends only when nginx no longer listens.
    host.unset("do/ss");
    expect(activate(host, { webServer: "none", port: 80 })).toMatchObject({ code: 0 });
    listens("systemd", "gunicorn");
    expect(takeOver()).toEqual(DONE);
  });
});

describe("what somebody has where a part of ours belongs", () => {
  test("a project in /opt is not written into", () => {
    host.sh("mkdir /opt/shop");
    const { code, stderr } = account(host);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "django-droplet: /opt/shop is on this host already and was not made by django-droplet: move it away\n",
    );
  });

  test("a unit of the same name is not overwritten", () => {
    const file = "/etc/systemd/system/shop-unit.service";
    host.sh(`echo theirs >${file}`);
    const { code, stderr } = activate(host);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `django-droplet: ${file} is on this host already and was not made by django-droplet: move it away; nothing was switched\n`,
    );
    expect(host.sh(`cat ${file}`)).toBe("theirs");
  });
});
