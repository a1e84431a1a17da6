import { FakeHost } from "../../support/fake-host";
import { account, activate, FOLDER, prepare, snapshot } from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

describe("the first activation", () => {
  test("installs every text, points at the release and starts the site", () => {
    const { code, stdout, stderr, record } = activate(host);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe("switching shop to release release1\nshop serves release release1\n");
    expect(snapshot(host).split("\n").slice(0, -1).join("\n")).toMatchInlineSnapshot(`
      "-rw------- root:root /var/lib/django-droplet/sites/shop/active 
      -rw-r----- root:shop-user etc/opt/shop/gunicorn.conf.py 
      -rw-r----- root:shop-user opt/shop/releases/release1/etc/allowed_hosts 
      -rw-r--r-- root:root /mnt/world/active/nginx.service 
      -rw-r--r-- root:root /mnt/world/active/shop-unit.service 
      -rw-r--r-- root:root /mnt/world/active/shop-unit.socket 
      -rw-r--r-- root:root /mnt/world/enabled/nginx.service 
      -rw-r--r-- root:root /mnt/world/enabled/shop-unit.service 
      -rw-r--r-- root:root /mnt/world/enabled/shop-unit.socket 
      -rw-r--r-- root:root etc/logrotate.d/shop 
      -rw-r--r-- root:root etc/nginx/sites-available/shop 
      -rw-r--r-- root:root etc/systemd/system/shop-unit.service 
      -rw-r--r-- root:root etc/systemd/system/shop-unit.socket 
      lrwxrwxrwx root:root etc/nginx/sites-enabled/shop ../sites-available/shop
      lrwxrwxrwx root:root opt/shop/current releases/release1
      lrwxrwxrwx root:root opt/shop/venv current/venv"
    `);
    expect(host.sh(`sha256sum <${FOLDER}/active`)).toBe(`${record}  -`);
    expect(host.sh(`cat /opt/shop/current/etc/allowed_hosts`)).toBe("203.0.113.10\n[2001:db8::10]");
    expect(host.calls()).toEqual(
      expect.arrayContaining([
        "enable shop-unit.service",
        "start shop-unit.socket",
        "start shop-unit.service",
        "reload-or-restart nginx.service",
      ]),
    );
  });

  test("migrates as the project's user in its sandbox, then boots the release apart from it", () => {
    activate(host);
    expect(host.ran("shop-migrate")).toEqual(
      expect.arrayContaining([
        "--wait",
        "User=shop-user",
        "ProtectSystem=strict",
        "PYTHONPATH=/opt/shop/releases/release1/etc:/opt/shop/releases/release1/src",
        "/opt/shop/releases/release1/venv/bin/python",
      ]),
    );
    const boot = host.ran("shop-preflight");
    expect(boot).toEqual(
      expect.arrayContaining(["User=shop-user", "RuntimeDirectory=shop-preflight", "Type=notify"]),
    );
    expect(boot.slice(-11)).toEqual(
      expect.arrayContaining(["--workers=1", "--bind=unix:/run/shop-preflight/socket"]),
    );
    expect(host.sh("ls /etc/opt/shop")).toBe("gunicorn.conf.py");
  });

  test("gives a migration most of the time that a step has, and says when that was over", () => {
    activate(host);
    expect(host.ran("shop-migrate")).toContain("RuntimeMaxSec=3000");
    host.set("do/shop-migrate", "exit 1");
    const { code, stderr } = activate(host, { release: "release2", migrationSeconds: 0 });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "the migration was stopped after 0 minutes, which is all that it may take; the release before goes on serving\n",
    );
    expect(activate(host, { release: "release2" }).stderr).toContain("the migration failed;");
  });

  test("asks for the site by its own name, gunicorn first and then the web server", () => {
    activate(host);
    const asked = host.sh("cat $WORLD/requests").split("\n");
    expect(asked.every((line) => line.includes("Host: 203.0.113.10"))).toBe(true);
    expect(asked.map((line) => line.split(" ").at(-1))).toEqual([
      "http://preflight/",
      "http://127.0.0.1:8000/",
      "http://127.0.0.1/",
    ]);
  });
});

describe("a further activation", () => {
  beforeEach(() => {
    expect(activate(host).code).toBe(0);
    host.calls();
  });

  test("of the same record changes nothing and asks nobody", () => {
    const before = snapshot(host);
    host.sh("rm $WORLD/requests");
    expect(activate(host)).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(snapshot(host)).toBe(before);
    expect(host.calls().every((call) => call.startsWith("is-enabled "))).toBe(true);
    expect(host.sh("ls $WORLD")).not.toContain("requests");
  });

  /** What was done to the unit, without the pre-flight's own. */
  const doneToUnit = () => host.calls().filter((call) => call.includes("shop-unit"));

  test("of the same record by other addresses has the workers read them", () => {
    const version = { allowedHosts: ["198.51.100.7"] };
    expect(activate(host, version)).toMatchObject({ code: 0, stderr: "" });
    expect(host.sh("cat /opt/shop/current/etc/allowed_hosts")).toBe("198.51.100.7");
    expect(host.calls()).toContain("reload shop-unit.service");
    host.sh("chmod 600 /opt/shop/current/etc/allowed_hosts");
    expect(activate(host, version)).toMatchObject({ code: 0, stderr: "" });
    expect(host.sh("stat -c %a /opt/shop/current/etc/allowed_hosts")).toBe("640");
    host.calls();
    expect(activate(host, version)).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(host.calls()).toEqual([]);
  });

  test("of another release reloads the workers", () => {
    expect(activate(host, { release: "release2" }).code).toBe(0);
    expect(doneToUnit()).toEqual(["reload shop-unit.service"]);
    expect(host.sh("readlink /opt/shop/current")).toBe("releases/release2");
  });

  test("of another release restarts the service whose environment has changed since it began", () => {
    host.set(
      "environment-files",
      "/opt/home/no (ignore_errors=yes)\n/opt/home/*.env (ignore_errors=no)\n",
    );
    host.sh(
      "mkdir /opt/home; touch -d '1 hour' $WORLD/active/shop-unit.service; echo A=1 >/opt/home/secret; ln -s secret /opt/home/a.env",
    );
    expect(activate(host, { release: "release2" }).code).toBe(0);
    expect(doneToUnit()).toEqual(["reload shop-unit.service"]);
    host.sh("touch -d '1 hour ago' $WORLD/active/shop-unit.service");
    expect(activate(host, { release: "release3" }).code).toBe(0);
    expect(doneToUnit()).toEqual(["reset-failed shop-unit.service", "restart shop-unit.service"]);
  });

  test("of another virtualenv or unit restarts the service and not its socket", () => {
    for (const version of [
      { release: "release2", virtualenv: "venv2" },
      { release: "release2", virtualenv: "venv2", workers: 3 },
    ]) {
      expect(activate(host, version).code).toBe(0);
      expect(doneToUnit()).toEqual(["reset-failed shop-unit.service", "restart shop-unit.service"]);
    }
  });

  test("of another port lets go of the socket", () => {
    expect(activate(host, { port: 8001 }).code).toBe(0);
    expect(doneToUnit()).toEqual([
      "stop shop-unit.socket shop-unit.service",
      "reset-failed shop-unit.socket shop-unit.service",
      "start shop-unit.socket",
      "start shop-unit.service",
    ]);
  });

  test("of another site in front leaves the service alone", () => {
    expect(activate(host, { domain: "www.example.com" }).code).toBe(0);
    expect(doneToUnit()).toEqual([]);
  });

  test("under another unit's name takes the old unit away", () => {
    expect(activate(host, { unit: "web" }).code).toBe(0);
    expect(host.sh("ls /etc/systemd/system | grep -E 'shop-unit|web'; ls $WORLD/active")).toBe(
      "web.service\nweb.socket\nnginx.service\nweb.service\nweb.socket",
    );
  });

  test.each([
    ["a unit was edited", "echo >>/etc/systemd/system/shop-unit.service"],
    ["a site was switched off", "rm /etc/nginx/sites-enabled/shop"],
    ["a mode was changed", "chmod 0666 /etc/opt/shop/gunicorn.conf.py"],
    ["the current release was moved", "ln -sfn releases/other /opt/shop/current"],
    ["the service is down", "rm $WORLD/active/shop-unit.service"],
    ["a switch was interrupted", `touch ${FOLDER}/switching`],
  ])("puts right what the same record says otherwise: %s", (_what, command) => {
    const before = snapshot(host);
    host.sh(command);
    expect(activate(host)).toMatchObject({ code: 0, stderr: "" });
    expect(snapshot(host)).toBe(before);
    expect(host.sh(`ls ${FOLDER}`)).not.toContain("switching");
  });

  test("of the same record reloads a site into the web server that was switched off there", () => {
    host.sh("rm /etc/nginx/sites-enabled/shop");
    expect(activate(host).code).toBe(0);
    expect(host.calls()).toContain("reload-or-restart nginx.service");
  });

  test("keeps what it needs itself and what the one before needed, and five releases", () => {
    for (const number of [2, 3, 4, 5, 6, 7, 8]) {
      activate(host, { release: `release${number}`, workers: number });
      host.sh(`touch -d '2026-01-0${number}' /opt/shop/releases/release${number}/.complete`);
    }
    host.sh("mkdir -p /opt/shop/releases/broken /opt/shop/venvs/unused");
    activate(host, { release: "release9", workers: 9 });
    expect(host.sh("ls /opt/shop/releases /opt/shop/venvs | tr '\\n' ' '")).toMatchInlineSnapshot(
      `"/opt/shop/releases: release1 release6 release7 release8 release9  /opt/shop/venvs: venv1"`,
    );
    // Five texts, one of which differs between the two.
    expect(host.sh(`ls ${FOLDER}/staged | wc -l`)).toBe("6");
    expect(host.sh(`ls -A ${FOLDER} | tr '\\n' ' '`)).toBe("active previous sources staged user");
  });
});

describe("beside an Apache that listens elsewhere", () => {
  beforeEach(() => {
    host.sh("echo 7 >$WORLD/active/apache2.service; touch $WORLD/enabled/apache2.service");
  });
  const ofApache = () => host.calls().filter((call) => call.includes("apache2"));

  test("which is others', it is left alone, also where nginx does not run", () => {
    expect(activate(host, { shared: true })).toMatchObject({ code: 0, stderr: "" });
    host.sh("systemctl stop nginx.service");
    expect(activate(host, { shared: true })).toMatchObject({ code: 0, stderr: "" });
    expect(ofApache()).toEqual([]);
    expect(host.sh("ls $WORLD/active")).toContain("nginx.service");
  });

  test("on a host of the stack's own it does not come back at boot", () => {
    expect(activate(host)).toMatchObject({ code: 0, stderr: "" });
    expect(ofApache()).toEqual(["disable --now apache2.service"]);
  });

  test("as well where a site of ours has had it", () => {
    host.sh("rm $WORLD/active/apache2.service");
    host.sh("systemctl disable --now nginx.service");
    expect(activate(host, { webServer: "apache", shared: true })).toMatchObject({ code: 0 });
    expect(activate(host, { shared: true })).toMatchObject({ code: 0, stderr: "" });
    expect(host.sh("ls $WORLD/active $WORLD/enabled")).not.toContain("apache2");
  });
});

describe("an activation without what it needs", () => {
  test.each([
    [
      "its release",
      "rm /opt/shop/releases/release1/.complete",
      /release release1 is not on this host/,
    ],
    ["a text", `rm ${FOLDER}/staged/*`, /the \w+ text is not on this host/],
    ["a text that is whole", `for f in ${FOLDER}/staged/*; do : >$f; done`, /the \w+ text is not/],
  ])("%s says which command brings it", (_what, command, message) => {
    const { script } = prepare(host);
    host.sh(command);
    const { code, stderr } = host.step(script);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("`npm run up -- --repair`");
    expect(host.sh("ls /etc/systemd/system | grep shop || true")).toBe("");
  });
});

describe("the account", () => {
  test("is a system user without login, home or password; the folders have these owners", () => {
    expect(account(host)).toEqual({ code: 0, stdout: "made the user shop-user\n", stderr: "" });
    expect(host.sh("getent passwd shop-user").replace(/\d+/g, "N")).toBe(
      "shop-user:x:N:N::/nonexistent:/usr/sbin/nologin",
    );
    expect(host.sh("getent shadow shop-user | cut -d : -f 2")).toMatch(/^!/);
    expect(
      host.sh(
        "stat -c '%a %U:%G %n' /opt/shop /opt/shop/* /etc/opt/shop /var/opt/shop /var/opt/shop/* /var/log/shop",
      ),
    ).toMatchInlineSnapshot(`
      "755 root:root /opt/shop
      755 root:root /opt/shop/releases
      755 root:root /opt/shop/venvs
      750 root:shop-user /etc/opt/shop
      751 shop-user:shop-user /var/opt/shop
      755 shop-user:shop-user /var/opt/shop/media
      750 shop-user:adm /var/log/shop"
    `);
    expect(account(host)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test.each([
    ["one that Debian made", "games", /on this host already and was not made by django-droplet/],
    ["another than the site's", "other", /the user of a site stays/],
  ])("is refused for %s", (_what, user, message) => {
    account(host);
    const before = host.sh("stat -c '%U:%G %n' /var/opt/shop /var/log/shop /etc/opt/shop");
    const { code, stderr } = account(host, { user, project: user === "games" ? "toys" : "shop" });
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(host.sh("stat -c '%U:%G %n' /var/opt/shop /var/log/shop /etc/opt/shop")).toBe(before);
  });
});
