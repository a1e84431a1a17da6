import { createHash } from "node:crypto";
import { script } from "../../../components/remote/script";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";

const STATE = "/var/lib/django-droplet/sites";
const TEXT = "[Unit]\n";
const DIGEST = createHash("sha256").update(TEXT).digest("hex");

/** A record as the host keeps it, with one text in it that is staged. */
const RECORD = [
  "release release1",
  "virtualenv venv1",
  `service ${DIGEST} 0644 root:root /etc/systemd/system/web.service`,
  `socket ${DIGEST} 0644 root:root /etc/systemd/system/web.socket`,
  `nginx ${DIGEST} 0640 root:adm /etc/nginx/sites-available/shop`,
  "",
].join("\n");

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
  host.sh(`mkdir -p ${STATE}/shop /opt/shop/releases/release1`);
  host.stage("shop/service", `sha256:${DIGEST}`, TEXT);
  host.sh(`printf '%s' '${RECORD}' >${STATE}/shop/active`);
});

afterEach(() => host.stop());

function withRecord(commands: string): Ran {
  return host.step(
    `${script(["web-servers", "ways", "supervisor", "record"], { PROJECT: "shop" })}\nsite=${STATE}/shop\nactive=$site/active\n${commands}\n`,
  );
}

describe("a record", () => {
  test("is read by kind and column", () => {
    const { stdout } = withRecord(
      `field $active release 2; field $active nginx 4; field $active nothing 2; unit_of $active; paths $active`,
    );
    expect(stdout.split("\n")).toEqual([
      "release1",
      "root:adm",
      "web",
      "/etc/nginx/sites-available/shop",
      "/etc/systemd/system/web.service",
      "/etc/systemd/system/web.socket",
      "",
    ]);
  });

  test("is installed with modes and owners, and the site is switched on", () => {
    expect(withRecord("install_record $active").code).toBe(0);
    expect(
      host.sh("stat -c '%a %U:%G' /etc/systemd/system/web.service /etc/nginx/sites-available/shop"),
    ).toBe("644 root:root\n640 root:adm");
    expect(
      host.sh("readlink /etc/nginx/sites-enabled/shop; cat /etc/nginx/sites-enabled/shop"),
    ).toBe("../sites-available/shop\n[Unit]");
  });

  test.each([
    ["is missing", `rm ${STATE}/shop/staged/${DIGEST}`],
    ["was cut, as a power failure may do", `: >${STATE}/shop/staged/${DIGEST}`],
  ])("a text of which %s is not installed", (_how, command) => {
    host.sh(`echo old >/etc/systemd/system/web.service; ${command}`);
    const { code, stderr } = withRecord("install_record $active");
    expect(code).toBe(1);
    expect(stderr).toBe(
      "django-droplet: the text for /etc/systemd/system/web.service is not on this host: run `npm run up -- --repair`\n",
    );
    expect(host.sh("cat /etc/systemd/system/web.service")).toBe("old");
  });
});

describe("a record is in place", () => {
  const inPlace = () =>
    withRecord("if in_place $active; then echo yes; else echo no; fi").stdout.trim();

  beforeEach(() => {
    withRecord("install_record $active; point_current release1");
    host.sh("ln -s current/venv /opt/shop/venv");
    host.sh("echo Also=web.socket >>/etc/systemd/system/web.service; systemctl enable web.service");
    withRecord("install_record $active");
  });

  test("where everything is as it says", () => expect(inPlace()).toBe("yes"));

  test.each([
    ["a text is another", "echo >>/etc/systemd/system/web.service"],
    ["a text is gone", "rm /etc/nginx/sites-available/shop"],
    ["a mode is another", "chmod 0600 /etc/systemd/system/web.service"],
    ["an owner is another", "chgrp root /etc/nginx/sites-available/shop"],
    ["the site is switched off", "rm /etc/nginx/sites-enabled/shop"],
    ["another release is the current one", "ln -sfn releases/other /opt/shop/current"],
    ["none is", "rm /opt/shop/current"],
    [
      "the site's link is a file",
      "cp --remove-destination /etc/nginx/sites-{available,enabled}/shop",
    ],
    ["another virtualenv is linked", "ln -sfn /tmp /opt/shop/venv"],
    ["who serves has not read what was made again", `echo release >${STATE}/shop/mended`],
    ["a switch is going on, or was cut", `touch ${STATE}/shop/switching`],
  ])("and not where %s", (_what, command) => {
    host.sh(command);
    expect(inPlace()).toBe("no");
  });
});

test("a text that is right keeps its time, by which systemd tells whether it has read a unit", () => {
  const unit = "/etc/systemd/system/web.service";
  withRecord("install_record $active");
  host.sh(`touch -d 2020-01-01 ${unit}; chmod 0666 ${unit}`);
  withRecord("install_record $active");
  expect(host.sh(`stat -c '%a %y' ${unit}`)).toMatch(/^644 2020-01-01 /);
});

describe("a path of a record", () => {
  test("that is removed goes with what made it work", () => {
    withRecord("install_record $active");
    host.sh("systemctl enable web.service; systemctl start web.service");
    withRecord("paths $active | while read -r path; do remove_path $path; done");
    expect(host.sh("ls /etc/nginx/sites-* $WORLD/active $WORLD/enabled")).not.toMatch(/shop|web/);
    expect(host.sh("ls /etc/systemd/system | grep web || true")).toBe("");
  });

  test("belongs to another site if that one's record has it, and not if its name only begins alike", () => {
    host.sh(
      `mkdir ${STATE}/store; sed 's/shop/store/' ${STATE}/shop/active >${STATE}/store/active`,
    );
    const { stdout } = withRecord(`
      for path in /etc/systemd/system/web.service /etc/systemd/system/web /etc/nginx/sites-available/shop; do
        if owned_by_another $path $active; then echo yes; else echo no; fi
      done`);
    expect(stdout).toBe("yes\nno\nno\n");
  });
});

test("the current release changes in one step, from whatever was there", () => {
  for (const release of ["release1", "release2"]) {
    expect(withRecord(`point_current ${release}`).code).toBe(0);
    expect(host.sh("readlink /opt/shop/current; ls -A /opt/shop | tr '\\n' ' '")).toBe(
      `releases/${release}\ncurrent releases`,
    );
  }
});
