import { script } from "../../../components/remote/script";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";
import { activate, snapshot } from "./shop";

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
  expect(activate(host).code).toBe(0);
  expect(activate(host, STORE).code).toBe(0);
  host.sh("echo rows >/var/opt/store/db.sqlite3; echo line >/var/log/store/gunicorn.log");
});

afterEach(() => host.stop());

function sites(...names: string[]): Ran {
  return host.step(script(["record", "sites"], { SITES: names }));
}

test("sites that are all wanted stay as they are", () => {
  const before = snapshot(host);
  host.calls();
  expect(sites("shop", "store")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(snapshot(host)).toBe(before);
  expect(host.calls()).toEqual([]);
});

test("one that is no longer wanted is taken down, and its data and logs are kept", () => {
  expect(sites("shop")).toEqual({
    code: 0,
    stdout: "took down store; its data stays in /var/opt/store and its logs in /var/log/store\n",
    stderr: "",
  });
  expect(
    host.sh("find /opt /etc/opt /etc/nginx /etc/systemd/system /etc/logrotate.d -name 'store*'"),
  ).toBe("");
  expect(host.sh("ls $WORLD/active $WORLD/enabled")).not.toContain("store");
  expect(host.sh("cat /var/opt/store/db.sqlite3 /var/log/store/gunicorn.log")).toBe("rows\nline");
  expect(host.sh("ls /opt /etc/nginx/sites-enabled $WORLD/active")).toContain("shop");
});

test("a name that is part of another's is no reason to keep it", () => {
  expect(sites("shop", "store2").stdout).toContain("took down store");
});

test("a unit that another site has by now is left to it", () => {
  // The store is given up for a project of another name that kept the unit's.
  expect(activate(host, { ...STORE, project: "depot", user: "depot" }).code).toBe(0);
  expect(sites("shop", "depot").code).toBe(0);
  expect(host.sh("ls /etc/systemd/system/store.* /opt $WORLD/active")).toMatchInlineSnapshot(`
    "/etc/systemd/system/store.service
    /etc/systemd/system/store.socket

    /mnt/world/active:
    nginx.service
    shop-unit.service
    shop-unit.socket
    store.service
    store.socket

    /opt:
    depot
    shop"
  `);
});
