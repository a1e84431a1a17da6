import { projectPaths } from "../../../components/naming";
import { FakeHost } from "../../support/fake-host";
import { activate, calls, standing, WAYS, type Version, type Way } from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

/** A project that takes the shop's place: the same domain's owner renamed it, say. */
function store(way: Way, changes: Version = {}): Version {
  return { ...WAYS[way], project: "store", user: "store", ...changes };
}

const links = () => host.sh("cd /etc; ls */sites-enabled/* 2>/dev/null | sort || true");
const ofShop = () =>
  host.sh(
    "cat /etc/systemd/system/shop-unit.* /etc/supervisor/conf.d/shop-unit.conf 2>/dev/null || true",
  );

describe.each([
  ["systemd, nginx", "systemd, nginx"],
  ["systemd, apache", "systemd, apache"],
  ["supervisor, nginx", "supervisor, nginx"],
  ["supervisor, nginx", "systemd, nginx"],
  ["systemd, none", "systemd, none"],
  ["systemd, none", "supervisor, none"],
  ["supervisor, none", "systemd, nginx"],
] as [Way, Way][])("a site (%s) in whose way another one is (%s)", (its, ours) => {
  beforeEach(() => {
    expect(activate(host, WAYS[its]).code).toBe(0);
    host.calls();
  });

  const unit =
    ours.startsWith("supervisor") === its.startsWith("supervisor") ? "shop-unit" : "store";
  const version = store(ours, { unit });

  test("makes room, and is where it was when the other one does not stay", () => {
    const before = [standing(host), ofShop(), links()];
    host.set("answers/release1", "500");
    host.set("answers/preflight", "200");
    const { code, stderr } = activate(host, version);
    expect(code).toBe(1);
    expect(stderr).toContain("release release1 was taken down again");
    expect([standing(host), ofShop(), links()]).toEqual(before);
    host.unset("answers/release1");
    expect(activate(host, WAYS[its])).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("does not serve any more once the other one does", () => {
    expect(activate(host, version)).toMatchObject({ code: 0, stderr: "" });
    expect(links()).not.toContain("shop");
    const running = host.sh("ls $WORLD/active");
    if (unit === "store") expect(running).not.toContain("shop-unit");
    expect(running).toContain(unit);
  });
});

test("a site that moves on leaves its old unit to the one that has it by now", () => {
  const shop = WAYS["systemd, nginx"];
  expect(activate(host, shop).code).toBe(0);
  const taken = store("systemd, nginx", {
    unit: "shop-unit",
    port: 8001,
    domain: "store.example.com",
  });
  expect(activate(host, taken).code).toBe(0);
  const moved = { ...shop, unit: "shop-old" };
  expect(activate(host, moved)).toMatchObject({ code: 0, stderr: "" });
  expect(host.sh("ls $WORLD/active | grep shop")).toBe(
    "shop-old.service\nshop-old.socket\nshop-unit.service\nshop-unit.socket",
  );
  expect(activate(host, taken)).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

test("a site that the web server refuses leaves the one alone whose unit it wants", () => {
  const version = WAYS["systemd, nginx"];
  expect(activate(host, version).code).toBe(0);
  const before = [standing(host), ofShop()];
  host.calls();
  host.set("nginx-refuses", "nginx: [emerg] no");
  expect(activate(host, store("systemd, nginx")).code).toBe(1);
  expect(calls(host)).not.toContainEqual(expect.stringMatching(/^(stop|start|restart|reload)/));
  expect([standing(host), ofShop()]).toEqual(before);
  host.unset("nginx-refuses");
  expect(activate(host, version)).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

test.each([
  ["systemd, nginx", "systemd, nginx"],
  ["systemd, apache", "mod_wsgi"],
  ["mod_wsgi", "systemd, apache"],
  ["mod_wsgi", "mod_wsgi"],
  ["supervisor, apache", "systemd, apache"],
] as [Way, Way][])("two sites stand beside each other: %s and %s", (first, second) => {
  expect(activate(host, WAYS[first]).code).toBe(0);
  const own = second === "mod_wsgi" ? {} : { unit: "store", port: 8001 };
  const version = store(second, { ...own, domain: "store.example.com" });
  expect(activate(host, version)).toMatchObject({ code: 0, stderr: "" });
  expect(links()).toMatch(/shop[\s\S]*store/);
  for (const each of [WAYS[first], version]) {
    expect(activate(host, each)).toMatchObject({ code: 0, stdout: "", stderr: "" });
  }
  expect(host.sh(`ls ${projectPaths("store").root}`)).toContain("current");
});
