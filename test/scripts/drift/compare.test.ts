import { besideTheStack } from "../../../scripts/drift/compare/beside";
import { compareHost } from "../../../scripts/drift/compare/host";
import type { Finding } from "../../../scripts/drift/finding";
import type { Found, Reading } from "../../../scripts/drift/reading";
import { WholeHost } from "./whole";

const host = new WholeHost({ authorizedKeys: [] });

const UNIT = "/etc/systemd/system/hello.service";
const SECRETS = /\/etc\/secrets\.json$/;

describe("a file", () => {
  test("whose text is another is shown from what was applied to what is there", () => {
    const text = host.at(UNIT).text ?? "";
    Object.assign(host.at(UNIT), {
      sha256: "0",
      text: text.replace("KillMode=mixed", "KillMode=process"),
    });
    const { lines, ...rest } = host.finding();
    expect(rest).toEqual({ of: "hello", what: UNIT, is: "differs" });
    expect(lines?.filter((line) => line && line.sign !== " ")).toEqual([
      { sign: "-", text: "KillMode=mixed" },
      { sign: "+", text: "KillMode=process" },
    ]);
  });

  test("that is secret only differs", () => {
    const path = Object.keys(host.reading.paths).find((each) => SECRETS.test(each)) ?? "";
    Object.assign(host.at(path), { sha256: "0", text: '{"secretKey": "by hand"}' });
    expect(host.finding()).toEqual({ of: "hello", what: path, is: "differs" });
  });

  test.each<[string, Partial<Found> | null, string]>([
    ["has another mode", { mode: "0666" }, "mode is 0666, not 0644"],
    ["has another owner", { owner: "hello:hello" }, "owner is hello:hello, not root:root"],
    ["is a link", { type: "link", target: "/dev/null" }, "is a link to /dev/null, not a file"],
    ["is missing", null, "is missing"],
    ["is too long to be shown", { sha256: "0", text: null }, "differs"],
  ])("that %s", (_, change, is) => {
    host.reading.paths[UNIT] = change && { ...host.at(UNIT), ...change };
    expect(host.finding()).toEqual({ of: "hello", what: UNIT, is });
  });

  test("of those that only lie ready is told by its folder", () => {
    const staged = Object.keys(host.reading.paths).filter((path) => path.includes("/staged/"));
    for (const path of staged.slice(0, 2)) host.reading.paths[path] = null;
    expect(host.finding()).toMatchObject({
      what: "/var/lib/django-droplet/sites/hello/staged",
      is: "2 of its files are missing or not as put there",
    });
  });
});

describe("a folder or a link", () => {
  test("that another may write", () => {
    host.at("/opt/hello").mode = "0777";
    expect(host.finding()).toEqual({
      of: "hello",
      what: "/opt/hello",
      is: "mode is 0777, not 0755",
    });
  });

  test("of the user's own whose owner is another is for a person to put back", () => {
    host.at("/var/opt/hello/media").owner = "root:root";
    expect(host.finding().byHand?.command).toBe("chown -h hello:hello /var/opt/hello/media");
    host.at("/var/opt/hello/media").owner = "hello:hello";
    host.at("/var/opt/hello/media").mode = "0700";
    expect(host.finding().byHand).toBeUndefined();
  });

  test("to another release", () => {
    host.at("/opt/hello/current").target = "releases/other";
    expect(host.finding()).toMatchObject({
      what: "/opt/hello/current",
      is: expect.stringMatching(
        /^is a link to releases\/other, not one to releases\/\w+$/,
      ) as string,
    });
  });

  test("of a site that is disabled", () => {
    host.reading.paths["/etc/nginx/sites-enabled/hello"] = null;
    expect(host.finding().is).toBe("is missing, and has to lead to ../sites-available/hello");
  });

  test("that must not be there", () => {
    host.reading.paths["/etc/nginx/sites-enabled/default"] = {
      ...{ type: "link", mode: "0777", owner: "root:root", target: "../sites-available/default" },
    };
    expect(host.finding().is).toBe("is there; it is Debian's own site");
  });
});

test("a link in whose place is a file", () => {
  const link = "/etc/nginx/sites-enabled/hello";
  host.reading.paths[link] = { type: "file", mode: "0644", owner: "root:root" };
  expect(host.finding().is).toBe("is a file, not a link to ../sites-available/hello");
});

describe("a unit", () => {
  test.each<[string, Partial<Reading["units"][string]>, string]>([
    ["has stopped", { ActiveState: "failed", SubState: "failed" }, "is failed (failed)"],
    ["is disabled", { UnitFileState: "disabled" }, "is disabled, not enabled"],
    ["is masked", { LoadState: "masked", UnitFileState: "masked" }, "is masked"],
    ["is changed", { NeedDaemonReload: "yes" }, "systemd has not read its files as they are now"],
  ])("that %s", (_, change, is) => {
    Object.assign(host.reading.units["hello.service"] ?? {}, change);
    expect(host.finding()).toEqual({ of: "hello", what: "unit hello.service", is });
  });

  test("with a drop-in of somebody's, which is named and not shown, and Debian's own, which is not", () => {
    Object.assign(host.reading.units["hello.socket"] ?? {}, {
      DropInPaths:
        "/usr/lib/systemd/system/socket.d/10-x.conf /etc/systemd/system/hello.socket.d/override.conf",
    });
    expect(host.finding()).toEqual({
      of: "hello",
      what: "/etc/systemd/system/hello.socket.d/override.conf",
      is: "changes hello.socket and is not the stack's",
      byHand: expect.objectContaining({
        command:
          "rm /etc/systemd/system/hello.socket.d/override.conf && systemctl daemon-reload && systemctl restart hello.socket",
      }) as Finding["byHand"],
    });
  });

  test("of another web server that comes back at boot", () => {
    Object.assign(host.reading.units["apache2.service"] ?? {}, { UnitFileState: "enabled" });
    expect(host.finding().what).toBe("unit apache2.service");
  });
});

describe("a listening socket", () => {
  test("that nobody has", () => {
    host.reading.listeners = host.reading.listeners.filter(({ address }) => address !== "[::1]");
    expect(host.finding()).toEqual({ of: "hello", what: "port [::1]:8000", is: "nobody listens" });
  });

  test("that another program has", () => {
    const [first] = host.reading.listeners.filter(({ port }) => port === 80);
    if (first) first.programs = ["caddy"];
    expect(host.finding()).toMatchObject({ is: "caddy listens, not nginx" });
  });
});

test("what is there beside the stack is told, and is no drift", () => {
  host.reading.listeners.push(
    { address: "0.0.0.0", port: 22, programs: ["sshd"] },
    { address: "127.0.0.53", port: 53, programs: [] },
    { address: "0.0.0.0", port: 5432, programs: ["postgres"] },
  );
  host.reading.folders = { "/etc/nginx/sites-enabled": ["catch-all", "default", "hello", "mine"] };
  host.reading.firewall.tables.push("ip filter");
  host.reading.conffiles = ["/etc/nginx/nginx.conf"];
  expect(compareHost(host.wanted, host.reading)).toEqual([]);
  expect(besideTheStack(host.wanted, host.reading)).toEqual([
    expect.stringContaining("postgres listens on 0.0.0.0:5432"),
    "/etc/nginx/sites-enabled/mine is read too and is not the stack's",
    "nftables has the table ip filter too",
    "/etc/nginx/nginx.conf is not as Debian's package has it",
  ]);
});

test("the host's own come first, then sites, each in the order of names", () => {
  host.reading.packages = {};
  host.at(UNIT).mode = "0600";
  host.at("/opt/hello").mode = "0700";
  const findings = compareHost(host.wanted, host.reading);
  expect(findings.map(({ of }) => of)).toEqual([
    ...host.wanted.packages.map(() => "host"),
    "hello",
    "hello",
  ]);
  expect(findings.slice(-2).map(({ what }) => what)).toEqual([UNIT, "/opt/hello"]);
});
