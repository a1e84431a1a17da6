import { script } from "../../../components/remote/script";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";
import {
  activate,
  calls,
  snapshot,
  standing,
  standingOf,
  WAYS,
  type Version,
  type Way,
} from "./shop";

const STORE = {
  project: "store",
  user: "store",
  unit: "store",
  port: 8001,
  domain: "store.example.com",
};

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

function serve(...versions: Version[]): void {
  for (const version of versions) expect(activate(host, version).code).toBe(0);
  host.sh("mkdir -p /var/opt/store /var/log/store");
  host.sh("echo rows >/var/opt/store/db.sqlite3; echo line >/var/log/store/gunicorn.log");
  host.calls();
}

function sites(...names: string[]): Ran {
  return host.step(
    script(["web-servers", "ways", "supervisor", "record", "sites"], {
      ...{ SITES: names, SHARED: false, W: "nginx" },
    }),
  );
}

test("sites that are all wanted stay as they are", () => {
  serve({}, STORE);
  const before = snapshot(host);
  expect(sites("shop", "store")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(snapshot(host)).toBe(before);
  expect(host.calls()).toEqual([]);
});

const BOTH: [shop: Way, store: Way][] = [
  ["systemd, nginx", "systemd, nginx"],
  ["systemd, nginx", "supervisor, nginx"],
  ["supervisor, apache", "supervisor, apache"],
  ["systemd, apache", "mod_wsgi"],
  ["mod_wsgi", "systemd, apache"],
];

describe.each(BOTH)("of a site (%s) and one that is no longer wanted (%s)", (shop, store) => {
  beforeEach(() => {
    const own = store === "mod_wsgi" ? { unit: "apache2", port: 80 } : {};
    serve(WAYS[shop], { ...STORE, ...WAYS[store], ...own });
  });

  test("the one is left alone, and the other is taken down but for its data and logs", () => {
    expect(sites("shop")).toEqual({
      code: 0,
      stdout: "took down store; its data stays in /var/opt/store and its logs in /var/log/store\n",
      stderr: "",
    });
    expect(calls(host)).toMatchSnapshot();
    expect(standing(host)).toBe(standingOf(WAYS[shop]));
    expect(host.sh("find /opt /etc -name 'store*' -not -path '/etc/ssl/*'")).toBe("");
    expect(host.sh("ls /var/lib/django-droplet/sites")).toBe("shop");
    expect(host.sh("cat /var/opt/store/db.sqlite3 /var/log/store/gunicorn.log")).toBe("rows\nline");
    expect(activate(host, WAYS[shop])).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });
});

test("a name that is part of another's is no reason to keep it", () => {
  serve({}, STORE);
  expect(sites("shop", "store2").stdout).toContain("took down store");
});

test.each(["systemd, none", "supervisor, none"] as const)(
  "a site without a web server (%s) is taken down once another one has its place",
  (way) => {
    serve({ ...WAYS[way], project: "store", user: "store", unit: "store" }, WAYS["systemd, nginx"]);
    expect(sites("shop")).toMatchObject({ code: 0, stderr: "" });
    expect(standing(host)).toBe(standingOf(WAYS["systemd, nginx"]));
  },
);

test.each(["systemd", "supervisor"] as const)(
  "a unit of %s that another site has by now is left to it",
  (supervisor) => {
    // The store is given up for a project of another name that kept the unit's.
    serve({}, { ...STORE, supervisor }, { ...STORE, supervisor, project: "depot", user: "depot" });
    expect(sites("shop", "depot").code).toBe(0);
    expect(host.sh("ls /opt $WORLD/states")).toContain("depot");
    expect(host.sh("ls /opt")).not.toContain("store");
    expect(host.sh("ls $WORLD/active")).toContain(
      supervisor === "systemd" ? "store.service\nstore.socket" : "program:store",
    );
  },
);

test("a supervisor that runs programs of others goes on", () => {
  serve({}, { ...STORE, supervisor: "supervisor" });
  host.sh(`
    printf '[program:theirs]\\ncommand=true\\n' >/opt/theirs.conf
    ln -s /opt/theirs.conf /etc/supervisor/conf.d/theirs.conf`);
  expect(sites("shop")).toMatchObject({ code: 0, stderr: "" });
  expect(host.sh("ls $WORLD/active $WORLD/enabled | grep -c supervisor.service")).toBe("2");
  host.calls();
  serve(STORE);
  expect(sites("shop")).toMatchObject({ code: 0, stderr: "" });
  expect(host.calls().filter((call) => call.includes("supervisor"))).toEqual([]);
});

test("a step that was stopped half-way is finished by the next one", () => {
  serve({}, { ...STORE, supervisor: "supervisor" });
  host.set("supervisor-refuses", "error: shutting down");
  expect(sites("shop")).toMatchObject({
    code: 1,
    stderr: "django-droplet: supervisor does not take its programs: error: shutting down\n",
  });
  host.unset("supervisor-refuses");
  expect(sites("shop")).toMatchObject({ code: 0, stderr: "" });
  expect(standing(host)).toBe(standingOf({}));
});
