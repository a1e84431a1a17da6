import { FakeHost } from "../../support/fake-host";
import { activate, FOLDER, prepare, snapshot } from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

const CHANGED = { release: "release2", workers: 3, port: 8001, domain: "www.example.com" };

describe("a release that is not fit to serve", () => {
  let before: string;

  beforeEach(() => {
    expect(activate(host).code).toBe(0);
    before = snapshot(host);
    host.calls();
  });

  /** The new release's own folder is there all the same; nothing else may differ. */
  function expectNothingSwitched(): void {
    const withoutNew = (text: string) => text.replace(/^.*release2.*\n/gm, "");
    expect(withoutNew(snapshot(host))).toBe(withoutNew(before));
    expect(host.calls().filter((call) => /shop-unit|nginx/.test(call))).toEqual([]);
  }

  test.each(["500", "502", "000", "400"])(
    "answers its pre-flight with %s: nothing is switched",
    (answer) => {
      host.set("answers/preflight", answer);
      const { code, stderr } = activate(host, CHANGED);
      expect(code).toBe(1);
      expect(stderr).toContain(
        `django-droplet: release release2 answers GET / with ${answer}; nothing was switched`,
      );
      expectNothingSwitched();
    },
  );

  test.each(["200", "302", "404", "401"])("one that answers with %s is", (answer) => {
    host.set("answers/preflight", answer);
    expect(activate(host, CHANGED).code).toBe(0);
  });

  test("does not boot: what the project said is shown, and what systemd said", () => {
    host.set("do/shop-preflight", "echo 'Unknown assignment: Nonsense=1' >&2; exit 1");
    host.set("journal", "[INFO] Starting gunicorn\nModuleNotFoundError: No module named 'shop'\n");
    const { code, stderr } = activate(host, CHANGED);
    expect(code).toBe(1);
    expect(stderr).toContain("Unknown assignment: Nonsense=1");
    expect(stderr).toContain("ModuleNotFoundError: No module named 'shop'");
    expect(stderr).not.toContain("[INFO]");
    expect(stderr).toContain("release release2 does not start; nothing was switched");
    expectNothingSwitched();
  });

  test("says nothing in the journal: the reason is given all the same", () => {
    host.set("answers/preflight", "500");
    host.set("journal", "[INFO] Booting worker\n");
    expect(activate(host, CHANGED).stderr).toContain("answers GET / with 500");
  });

  test("cannot be migrated: nothing is switched, nor asked", () => {
    host.set("do/shop-migrate", "echo 'no such table: shop'; exit 1");
    host.sh("rm $WORLD/requests");
    const { code, stderr } = activate(host, CHANGED);
    expect(code).toBe(1);
    expect(stderr).toContain("no such table: shop");
    expect(stderr).toContain("the migration failed; the release before goes on serving");
    expect(host.sh("ls $WORLD")).not.toContain("requests");
    expectNothingSwitched();
  });

  test("has a unit that systemd refuses", () => {
    host.set("systemd-refuses", "shop-unit.service:9: Unknown key 'Nonsense'");
    const { code, stderr } = activate(host, CHANGED);
    expect(code).toBe(1);
    expect(stderr).toContain("Unknown key 'Nonsense'");
    expectNothingSwitched();
  });

  test("leaves no pre-flight behind", () => {
    host.set("answers/preflight", "500");
    activate(host, CHANGED);
    expect(host.sh("ls /etc/opt/shop")).toBe("gunicorn.conf.py");
    expect(host.calls()).toContain("stop shop-preflight.service");
  });

  test("is not switched to where nobody listens any more", () => {
    const { script } = prepare(host, CHANGED);
    const { code, stderr } = host.step(`exec >/dev/full\n${script}`);
    expect(code).toBe(1);
    expect(stderr).toContain("nobody is listening any more: nothing was switched");
    expectNothingSwitched();
  });
});

describe("a switch that does not end well is undone", () => {
  let before: string;

  beforeEach(() => {
    expect(activate(host).code).toBe(0);
    before = snapshot(host);
  });

  function expectAsBefore(): void {
    const withoutNew = (text: string) => text.replace(/^.*release2.*\n/gm, "");
    expect(withoutNew(snapshot(host))).toBe(withoutNew(before));
    expect(host.sh(`ls ${FOLDER}`)).not.toContain("switching");
    // The record that serves is the one that is recorded: a run with it has nothing to do.
    expect(activate(host)).toMatchObject({ code: 0, stdout: "", stderr: "" });
  }

  test("where the new release answers with an error", () => {
    host.set("answers/release2", "500");
    const { code, stderr } = activate(host, CHANGED);
    expect(code).toBe(1);
    expect(stderr).toContain("http://127.0.0.1:8001/ answers GET / with 500");
    expect(stderr).toContain("release release1 serves again, as before");
    expectAsBefore();
  });

  test("where the old one does not answer either, which is said", () => {
    host.set("answers/release2", "500");
    host.set("answers/release1", "500");
    expect(activate(host, CHANGED).stderr).toContain(
      "release release1 was put back and does not answer either",
    );
    host.unset("answers/release1");
    expectAsBefore();
  });

  test("where nginx refuses the site", () => {
    host.set(
      "nginx-refuses",
      "nginx: [emerg] duplicate upstream in /etc/nginx/sites-enabled/shop:2",
    );
    const { code, stderr } = activate(host, CHANGED);
    expect(code).toBe(1);
    expect(stderr).toContain("nginx refuses the site: nginx: [emerg] duplicate upstream");
    host.unset("nginx-refuses");
    expectAsBefore();
  });

  test("where the unit's name changed, too", () => {
    host.set("answers/release2", "500");
    expect(activate(host, { ...CHANGED, unit: "web" }).code).toBe(1);
    expectAsBefore();
    expect(host.sh("ls /etc/systemd/system | grep web || true")).toBe("");
  });

  test("where the step takes too long and is stopped, in the middle of a probe", () => {
    const { script } = prepare(host, CHANGED);
    const probe = "curl -q --silent --noproxy";
    const stop = `[[ $* != *:8001/* ]] || kill -TERM $$; ${probe}`;
    const stopped = script.replace(probe, () => stop);
    expect(stopped).toContain(stop);
    const { code, stderr } = host.step(stopped);
    expect(code).not.toBe(0);
    expect(stderr).toContain("release release1 serves again, as before");
    expect(stderr).not.toContain("answers GET / with");
    expectAsBefore();
  });

  test.each([
    ["a link to a file of root's", "ln -s /etc/secret", "not for logs"],
    ["a pipe that nobody writes to", "mkfifo", "anything"],
  ])("whatever the project's user made of its log: %s", (_what, make, hidden) => {
    host.sh("printf 'not for logs\\n' >/etc/secret; chmod 0600 /etc/secret");
    host.sh(`rm -f /var/log/shop/gunicorn.log; ${make} /var/log/shop/gunicorn.log`);
    host.set("answers/release2", "500");
    const { stdout, stderr } = activate(host, CHANGED);
    expect(stderr).toContain("serves again, as before");
    expect(stdout + stderr).not.toContain(hidden);
    expectAsBefore();
  });
});

test("a first activation that fails leaves no site, so that the next one is a first one again", () => {
  host.set("answers/any", "500");
  host.set("answers/preflight", "200");
  const { code, stderr } = activate(host);
  expect(code).toBe(1);
  expect(stderr).toContain("release release1 was taken down again");
  expect(
    host.sh(
      "ls /etc/systemd/system/shop* /etc/nginx/sites-* /opt/shop $WORLD/active 2>/dev/null || true",
    ),
  ).toMatchInlineSnapshot(`
    "/etc/nginx/sites-available:

    /etc/nginx/sites-enabled:

    /mnt/world/active:
    nginx.service

    /opt/shop:
    releases
    venvs"
  `);
  host.unset("answers/any");
  expect(activate(host).code).toBe(0);
});

describe("a project that takes another one's place", () => {
  const SHOP = { unit: "web" };
  const STORE = { project: "store", user: "store", unit: "web" };

  test("under the same unit and port makes it stop, and brings it back if it fails itself", () => {
    expect(activate(host, SHOP).code).toBe(0);
    const before = host.sh("cat /etc/systemd/system/web.service /etc/systemd/system/web.socket");
    // The stand-in answers for the shop; the store's port is asked for through the same one.
    host.set("answers/release1", "500");
    host.set("answers/preflight", "200");
    expect(activate(host, STORE).code).toBe(1);
    expect(host.sh("cat /etc/systemd/system/web.service /etc/systemd/system/web.socket")).toBe(
      before,
    );
    expect(host.sh("ls $WORLD/active; ls /etc/nginx/sites-enabled")).toBe(
      "nginx.service\nweb.service\nweb.socket\nshop",
    );
  });

  test("has its place from then on", () => {
    expect(activate(host, SHOP).code).toBe(0);
    expect(activate(host, STORE)).toMatchObject({ code: 0, stderr: "" });
    expect(host.sh("grep -c store /etc/systemd/system/web.service")).not.toBe("0");
    expect(host.sh("ls $WORLD/active; ls /etc/nginx/sites-enabled")).toBe(
      "nginx.service\nweb.service\nweb.socket\nstore",
    );
  });
});
