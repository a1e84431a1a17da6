import { FakeHost } from "../../support/fake-host";
import { activate, calls, FOLDER, snapshot, standing, standingOf, WAYS, type Way } from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

const ways = Object.keys(WAYS) as Way[];

test.each(ways)("%s: first activation", (way) => {
  const { code, stdout, stderr, record } = activate(host, WAYS[way]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe("switching shop to release release1\nshop serves release release1\n");
  expect(host.sh(`sha256sum <${FOLDER}/active`)).toBe(`${record}  -`);
  expect(calls(host)).toMatchSnapshot("calls");
  expect(standing(host)).toBe(standingOf(WAYS[way]));
  expect(snapshot(host).split("\n").slice(0, -1)).toMatchSnapshot("files");

  // And once more.
  host.sh("rm $WORLD/requests");
  const before = snapshot(host);
  expect(activate(host, WAYS[way])).toMatchObject({ code: 0, stdout: "", stderr: "" });
  expect({ after: snapshot(host), calls: host.calls() }).toEqual({ after: before, calls: [] });
  expect(host.sh("ls $WORLD")).not.toContain("requests");
});

/** What is done for a change, by the way that the site is run. */
const DONE: Record<Way, Record<"release" | "virtualenv" | "config" | "site", string[]>> = {
  "systemd, nginx": {
    release: ["reload shop-unit.service"],
    virtualenv: ["restart shop-unit.service"],
    config: ["reload shop-unit.service"],
    site: ["reload-or-restart nginx.service"],
  },
  "systemd, apache": {
    release: ["reload shop-unit.service"],
    virtualenv: ["restart shop-unit.service"],
    config: ["reload shop-unit.service"],
    site: ["reload-or-restart apache2.service"],
  },
  "systemd, none": {
    release: ["reload shop-unit.service"],
    virtualenv: ["restart shop-unit.service"],
    config: ["reload shop-unit.service"],
    site: [],
  },
  "supervisor, nginx": {
    release: ["supervisorctl signal HUP shop-unit"],
    virtualenv: [
      "supervisorctl stop shop-unit",
      "start supervisor.service",
      "supervisorctl update",
      "supervisorctl start shop-unit",
    ],
    config: ["supervisorctl signal HUP shop-unit"],
    site: ["reload-or-restart nginx.service"],
  },
  "supervisor, apache": {
    release: ["supervisorctl signal HUP shop-unit"],
    virtualenv: [
      "supervisorctl stop shop-unit",
      "start supervisor.service",
      "supervisorctl update",
      "supervisorctl start shop-unit",
    ],
    config: ["supervisorctl signal HUP shop-unit"],
    site: ["reload-or-restart apache2.service"],
  },
  "supervisor, none": {
    release: ["supervisorctl signal HUP shop-unit"],
    virtualenv: [
      "supervisorctl stop shop-unit",
      "start supervisor.service",
      "supervisorctl update",
      "supervisorctl start shop-unit",
    ],
    config: ["supervisorctl signal HUP shop-unit"],
    site: [],
  },
  // It reads its configuration at a start alone.
  "uwsgi, nginx": {
    release: ["reload shop-unit.service"],
    virtualenv: ["restart shop-unit.service"],
    config: ["restart shop-unit.service"],
    site: ["reload-or-restart nginx.service"],
  },
  mod_wsgi: {
    release: ["kill -USR1 5 of mod_wsgi"],
    virtualenv: ["kill -USR1 5 of mod_wsgi"],
    config: ["kill -USR1 5 of mod_wsgi"],
    site: ["reload-or-restart apache2.service"],
  },
};

test.each(ways)("%s: no more is done than a change needs", (way) => {
  const version = WAYS[way];
  expect(activate(host, version).code).toBe(0);
  calls(host);

  expect(activate(host, { ...version, release: "release2" })).toMatchObject({ stderr: "" });
  expect(calls(host)).toEqual(DONE[way].release);
  expect(host.sh("readlink /opt/shop/current")).toBe("releases/release2");

  const other = { ...version, release: "release3", virtualenv: "venv2" };
  expect(activate(host, other)).toMatchObject({ stderr: "" });
  expect(calls(host)).toEqual(DONE[way].virtualenv);
  expect(host.sh("readlink -f /opt/shop/venv")).toBe("/opt/shop/venvs/venv2");

  // A hand edit is a change, too.
  host.sh(
    "for file in /etc/opt/shop/*.py /etc/opt/shop/*.ini /opt/shop/mod_wsgi.py; do [ ! -e $file ] || echo >>$file; done",
  );
  expect(activate(host, other)).toMatchObject({ code: 0, stderr: "" });
  expect(calls(host)).toEqual(DONE[way].config);

  expect(activate(host, { ...other, domain: "www.example.com" })).toMatchObject({ stderr: "" });
  expect(calls(host).filter((call) => call !== "daemon-reload")).toEqual(DONE[way].site);
});

test.each(["supervisor, nginx", "systemd, none", "mod_wsgi"] as const)(
  "%s: what is not as the record says is put right",
  (way) => {
    const version = WAYS[way];
    expect(activate(host, version).code).toBe(0);
    const before = snapshot(host);
    const starter = {
      "supervisor, nginx": "supervisor",
      "systemd, none": "shop-unit",
      mod_wsgi: "apache2",
    };
    for (const command of [
      `systemctl disable ${starter[way]}.service`,
      "supervisorctl stop shop-unit",
      "systemctl stop shop-unit.socket",
      `systemctl stop ${starter[way]}.service`,
      "rm -f /etc/*/sites-enabled/*shop*",
      `touch ${FOLDER}/switching`,
      `cp ${FOLDER}/active ${FOLDER}/switching`,
    ]) {
      host.sh(`${command} || true`);
      const { code, stderr } = activate(host, version);
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: "" });
      expect({ command, stands: standing(host) }).toEqual({ command, stands: standingOf(version) });
      expect(snapshot(host)).toBe(before);
    }
  },
);
