import type { WebServer } from "../../../components/serve/choices";
import {
  renderApacheCatchAll,
  renderApacheConfinement,
  renderApachePorts,
} from "../../../components/web/apache";
import { webServerStep, type WebServerStepOptions } from "../../../components/web/install";
import { renderNginxCatchAll, renderNginxNames } from "../../../components/web/nginx";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";
import { activate } from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

/** The step, on a host that has the packages unless told otherwise. */
function web(
  webServer: WebServer,
  { installed = true, ...options }: Partial<WebServerStepOptions & { installed: boolean }> = {},
): Ran {
  host.set("do/dpkg-query", installed ? "printf 'ii '" : "exit 1");
  return host.step(webServerStep({ webServer, ipv6: true, modWsgi: false, ...options }));
}

/** What was done to the web servers. */
const done = () => host.calls().filter((call) => /(nginx|apache2)\.service$/.test(call));
const running = () => host.sh("ls $WORLD/active; echo; ls $WORLD/enabled").split("\n");

/** A host on which nothing serves, and none of its web servers has been installed. */
function bare(): void {
  host.sh("systemctl disable --now nginx.service");
  host.calls();
}

const UNITS = { nginx: "nginx.service", apache: "apache2.service" } as const;
const OTHER = { nginx: "apache", apache: "nginx" } as const;

describe.each(["nginx", "apache"] as const)("%s", (webServer) => {
  const unit = UNITS[webServer];

  test("on a new host is kept from starting until it is configured", () => {
    bare();
    host.set(
      "do/apt-get",
      `[ "$1" != install ] || systemctl start ${unit} || echo 'Debian could not start it'`,
    );
    const { code, stdout } = web(webServer, { installed: false });
    expect({ code, stdout: stdout.replace(/installed: .*/, "installed") }).toEqual({
      code: 0,
      stdout: "installed\n",
    });
    expect(done()).toEqual([
      `mask ${unit}`,
      // Debian's try.
      `start ${unit}`,
      `unmask ${unit}`,
      `enable ${unit}`,
      `reset-failed ${unit}`,
      `start ${unit}`,
    ]);
    expect(running()).toEqual([unit, "", unit]);
  });

  test("that runs is reloaded, and no more", () => {
    bare();
    web(webServer);
    done();
    expect(web(webServer)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(done()).toEqual([`reset-failed ${unit}`, `reload-or-restart ${unit}`]);
  });

  test("that runs and was masked by hand comes back at boot again, and no other one does", () => {
    bare();
    web(webServer);
    const other = UNITS[OTHER[webServer]];
    host.sh(`systemctl disable ${unit}; systemctl mask ${unit}; touch $WORLD/enabled/${other}`);
    expect(web(webServer).code).toBe(0);
    expect(host.sh("ls $WORLD/masked $WORLD/enabled")).toBe(
      `$WORLD/enabled:\n${unit}\n\n$WORLD/masked:`.replaceAll("$WORLD", "/mnt/world"),
    );
  });

  test("that was switched off by hand is started again", () => {
    bare();
    web(webServer);
    host.sh(`systemctl disable --now ${unit}`);
    expect(web(webServer).code).toBe(0);
    expect(running()).toEqual([unit, "", unit]);
  });

  test("beside the other one waits, masked, for the first activation", () => {
    bare();
    web(OTHER[webServer]);
    done();
    expect(web(webServer, { installed: false }).code).toBe(0);
    expect(done()).toEqual([`mask ${unit}`]);
    expect(host.sh("ls $WORLD/active $WORLD/masked")).toContain(unit);
    expect(running()).toEqual([UNITS[OTHER[webServer]], "", UNITS[OTHER[webServer]]]);
    expect(web(webServer).code).toBe(0);
    expect(running()).toEqual([UNITS[OTHER[webServer]], "", UNITS[OTHER[webServer]]]);
  });

  test("beside a site without any waits as well, even where that one is down", () => {
    expect(activate(host, { webServer: "none", port: 80 })).toMatchObject({ code: 0, stderr: "" });
    host.sh("systemctl stop shop-unit.socket");
    const before = running();
    done();
    expect(web(webServer, { installed: false }).code).toBe(0);
    expect(running()).toEqual(before);
    expect(host.sh("ls $WORLD/masked")).toBe(unit);
  });

  test("is not reloaded with what it refuses", () => {
    bare();
    web(webServer);
    done();
    host.set(`${webServer}-refuses`, "[emerg] unknown directive in mine.conf:1");
    const { code, stderr } = web(webServer);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `django-droplet: ${webServer} refuses its configuration: [emerg] unknown directive in mine.conf:1\n`,
    );
    expect(done()).toEqual([]);
  });

  test("that fails its check without a reason is not taken for one that passes it", () => {
    host.set(`${webServer}-refuses`, "");
    expect(web(webServer)).toMatchObject({
      code: 1,
      stderr: `django-droplet: ${webServer} refuses its configuration: no reason is given\n`,
    });
  });
});

test("nginx answers no name that is not a site's, and Debian's own site is off", () => {
  host.sh("touch /etc/nginx/sites-enabled/default");
  expect(web("nginx")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(host.sh("ls /etc/nginx/sites-enabled; cat /etc/nginx/sites-enabled/catch-all")).toBe(
    `catch-all\n${renderNginxCatchAll(true).trimEnd()}`,
  );
});

test("nginx has room for a long domain, unless somebody has made it", () => {
  const own = "/etc/nginx/conf.d/django-droplet.conf";
  expect(web("nginx")).toMatchObject({ code: 0, stderr: "" });
  expect(web("nginx")).toMatchObject({ code: 0, stderr: "" });
  expect(host.sh(`cat ${own}`)).toBe(renderNginxNames().trimEnd());
  host.sh("printf 'http {\\n\\tserver_names_hash_bucket_size 128;\\n}\\n' >/etc/nginx/nginx.conf");
  expect(web("nginx")).toMatchObject({ code: 0, stderr: "" });
  expect(host.sh("ls /etc/nginx/conf.d")).toBe("");
});

describe("Apache", () => {
  beforeEach(bare);

  test("has its modules, its ports and a site for unknown names, and nothing of Debian's own", () => {
    // Debian's, one of which a module brings back that needs it.
    host.sh(
      "cd /etc/apache2; touch sites-enabled/000-default.conf mods-enabled/status.{conf,load}",
    );
    host.set("do/a2enmod", "touch /etc/apache2/mods-enabled/alias.conf");
    expect(web("apache", { modWsgi: true })).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(host.calls().find((call) => call.startsWith("a2enmod"))).toBe(
      "a2enmod --quiet headers buffer proxy proxy_http wsgi",
    );
    expect(
      host.sh(
        "cd /etc/apache2; find . -type f -printf '%m %P\\n' -o -type l -printf '%P %l\\n' | sort",
      ),
    ).toMatchInlineSnapshot(`
      "644 ports.conf
      644 sites-available/001-catch-all.conf
      sites-enabled/001-catch-all.conf ../sites-available/001-catch-all.conf"
    `);
    expect(host.sh("cd /etc/apache2; cat ports.conf sites-enabled/*")).toBe(
      (renderApachePorts(true) + renderApacheCatchAll()).trimEnd(),
    );
  });

  test("is restarted where it is to listen otherwise: the old socket is in the new one's way", () => {
    web("apache");
    done();
    expect(web("apache", { ipv6: false }).code).toBe(0);
    expect(done().at(-1)).toBe("restart apache2.service");
    expect(web("apache", { ipv6: false }).code).toBe(0);
    expect(done().at(-1)).toBe("reload-or-restart apache2.service");
  });

  test("is restarted by the next step where one ended between the change and the restart", () => {
    web("apache");
    host.set("apache-refuses", "Syntax error");
    expect(web("apache", { ipv6: false }).code).toBe(1);
    host.unset("apache-refuses");
    done();
    expect(web("apache", { ipv6: false }).code).toBe(0);
    expect(done().at(-1)).toBe("restart apache2.service");
    expect(web("apache", { ipv6: false }).code).toBe(0);
    expect(done().at(-1)).toBe("reload-or-restart apache2.service");
  });

  test("is confined, and restarted where it was not", () => {
    web("apache");
    const file = "/etc/systemd/system/apache2.service.d/django-droplet.conf";
    expect(host.sh(`stat -c '%a %U' ${file}; cat ${file}`)).toBe(
      `644 root\n${renderApacheConfinement().trimEnd()}`,
    );
    host.sh(`echo >${file}`);
    host.calls();
    web("apache");
    const calls = host.calls();
    expect(calls.indexOf("daemon-reload")).toBeGreaterThan(-1);
    expect(calls.indexOf("restart apache2.service")).toBeGreaterThan(
      calls.indexOf("daemon-reload"),
    );
  });

  test("says which module it lacks", () => {
    host.set("do/a2enmod", "echo 'ERROR: Module buffer does not exist!'; exit 1");
    expect(web("apache")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ERROR: Module buffer does not exist!") as string,
    });
  });
});

test("no web server is no reason to touch the one that is there", () => {
  const before = running();
  host.calls();
  expect(web("none")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(running()).toEqual(before);
  expect(host.calls()).toEqual([]);
});
