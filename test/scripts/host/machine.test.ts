import { basename, dirname } from "node:path";
import { hostFile, script } from "../../../components/remote/script";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

/** In place of /run/cloud-init. */
const BOOT = "/opt/boot";
const SSHD_CONFIG = "PasswordAuthentication no\n";
const SSHD_FILE = "/etc/ssh/sshd_config.d/10-django-droplet.conf";

/** As the first boot leaves it. */
function booted(): void {
  host.sh(
    `mkdir -p /etc/ssh/sshd_config.d; printf '%s' '${SSHD_CONFIG}' >${SSHD_FILE}; chmod 0600 ${SSHD_FILE}`,
  );
}

describe("the first step", () => {
  const KEYS = "/etc/ssh/authorized_keys.d/root";

  function ready(...keys: string[]): Ran {
    // The helper's own place is not one of the folders that this host has for itself.
    const text = script(["first-boot", "folders", "ready"], {
      STACK: "shop/production 0a1b",
      STAGE_HELPER: hostFile("django-droplet-stage"),
      AUTHORIZED_KEYS: keys,
      SSHD_CONFIG,
    });
    const moved = text.replace("/usr/local/sbin/", () => "/opt/");
    expect(moved).not.toBe(text);
    return host.step(moved.replace("/run/cloud-init", () => BOOT));
  }

  test("waits for cloud-init, and puts the helper where root finds it", () => {
    booted();
    expect(ready()).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(host.calls()).toEqual(["cloud-init status --wait"]);
    expect(host.sh("stat -c '%a %U:%G' /opt/django-droplet-stage /var/lib/django-droplet")).toBe(
      "755 root:root\n700 root:root",
    );
  });

  test.each([
    ["2", 0],
    ["1", 1],
  ])("takes cloud-init's %s for what it is", (status, code) => {
    host.set(
      "do/cloud-init",
      `[ "$2" != --long ] || echo 'detail: no such module'; exit ${status}`,
    );
    const ran = ready();
    expect(ran.code).toBe(code);
    if (code !== 0) {
      expect(ran.stderr).toContain("cloud-init failed (1): detail: no such module");
    }
  });

  test.each([
    ["well", "[]", []],
    ["with an error", '["no such module"]', ["cloud-init status --wait"]],
  ])("asks cloud-init nothing that it left behind: it ended %s", (_, errors, calls) => {
    booted();
    host.sh(`mkdir ${BOOT}; echo '{"v1": {"errors": ${errors}}}' >${BOOT}/result.json`);
    expect(ready().code).toBe(0);
    expect(host.calls()).toEqual(calls);
  });

  test("waits where cloud-init is still at work", () => {
    booted();
    host.sh(`mkdir ${BOOT}; touch ${BOOT}/status.json`);
    host.sh(
      `{ sleep 0.5; echo '{"v1": {"errors": []}}' >${BOOT}/result.json; } >/dev/null 2>&1 & true`,
    );
    expect(ready().code).toBe(0);
    expect(host.sh(`ls ${BOOT}`)).toContain("result.json");
    expect(host.calls()).toEqual([]);
  });

  test("lets in the people whose keys are listed, and nobody who no longer is", () => {
    ready("ssh-ed25519 AAAA one", "ssh-ed25519 BBBB it's two");
    expect(host.sh(`cat ${KEYS}; stat -c '%a %U' ${KEYS}`)).toBe(
      "ssh-ed25519 AAAA one\nssh-ed25519 BBBB it's two\n600 root",
    );
    ready("ssh-ed25519 BBBB it's two");
    expect(host.sh(`cat ${KEYS}`)).toBe("ssh-ed25519 BBBB it's two");
    ready();
    expect(host.sh(`ls ${KEYS} 2>/dev/null || true`)).toBe("");
  });
});

describe("sshd's file", () => {
  const ready = () =>
    host.step(
      script(["first-boot", "folders", "ready"], {
        STACK: "shop/production 0a1b",
        STAGE_HELPER: "",
        AUTHORIZED_KEYS: [],
        SSHD_CONFIG,
      }).replace("/usr/local/sbin/", () => "/opt/"),
    );

  test.each([
    ["edited", `echo 'PasswordAuthentication yes' >${SSHD_FILE}`],
    ["opened", `chmod 0644 ${SSHD_FILE}`],
    ["removed", `rm ${SSHD_FILE}`],
  ])("that was %s by hand is put back, and sshd reads it", (_, command) => {
    booted();
    host.sh(command);
    expect(ready()).toEqual({ code: 0, stdout: `put ${SSHD_FILE} there\n`, stderr: "" });
    expect(host.sh(`cat ${SSHD_FILE}; stat -c '%a %U' ${SSHD_FILE}`)).toBe(
      `${SSHD_CONFIG}600 root`,
    );
    expect(host.calls()).toEqual([
      "cloud-init status --wait",
      "sshd -t",
      "try-reload-or-restart ssh.service",
    ]);
  });

  test("that sshd refuses is not taken up, and sshd says why", () => {
    booted();
    host.sh(`rm ${SSHD_FILE}`);
    host.set("do/sshd", "echo 'Bad configuration option'; exit 255");
    const { code, stderr } = ready();
    expect(code).toBe(1);
    expect(stderr).toContain("goes on with the one before: Bad configuration option");
    expect(host.calls()).not.toContain("try-reload-or-restart ssh.service");
    // By itself sshd would not start again with it; and the next run has to see it.
    expect(host.sh(`ls -A ${dirname(SSHD_FILE)}`)).toBe("");
    host.sh(`echo 'Port 2222' >${SSHD_FILE}`);
    expect(ready().code).toBe(1);
    expect(host.sh(`cd ${dirname(SSHD_FILE)}; grep . *`)).toBe("Port 2222");
    host.unset("do/sshd");
    expect(ready()).toEqual({ code: 0, stdout: `put ${SSHD_FILE} there\n`, stderr: "" });
    expect(host.sh(`ls -A ${dirname(SSHD_FILE)}`)).toBe(basename(SSHD_FILE));
  });
});

describe("packages", () => {
  const packages = () => host.step(script(["apt", "packages"], { PACKAGES: ["curl", "nftables"] }));
  const status = (name: string) => `case "$3" in ${name}) printf 'ii ' ;; *) exit 1 ;; esac`;

  test("that are there are left alone, not even apt's lists are read", () => {
    host.set("do/dpkg-query", "printf 'ii '");
    expect(packages()).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(host.calls().filter((call) => !call.startsWith("dpkg-query"))).toEqual([]);
  });

  test("that are missing are installed, and what dpkg left half-done is done first", () => {
    host.set("do/dpkg-query", status("curl"));
    expect(packages()).toEqual({ code: 0, stdout: "installed: nftables \n", stderr: "" });
    expect(host.calls().filter((call) => !call.startsWith("dpkg-query"))).toEqual([
      "dpkg --configure --pending",
      "apt-get update -qq -o Acquire::Languages=none",
      "apt-get install -qq --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold nftables",
    ]);
  });

  test("that are removed but configured count as missing", () => {
    host.set("do/dpkg-query", "printf 'rc '");
    expect(packages().stdout).toBe("installed: curl nftables \n");
  });

  // Debian's own upgrades hold the lock in the first minutes of a droplet.
  test.each(["dpkg", "apt-get"])("wait for whoever else has %s", (command) => {
    host.set("do/dpkg-query", status("curl"));
    host.set(
      `do/${command}`,
      `[ -e $WORLD/tried ] || { touch $WORLD/tried; echo locked; exit 2; }`,
    );
    expect(packages()).toMatchObject({ code: 0, stdout: "installed: nftables \n" });
  });

  test("that cannot be installed end the step, with apt's reason", () => {
    host.set("do/dpkg-query", status("curl"));
    host.set(
      "do/apt-get",
      `[ "$1" != install ] || { echo 'E: Unable to locate package'; exit 100; }`,
    );
    const { code, stderr } = packages();
    expect(code).toBe(1);
    expect(stderr).toContain("E: Unable to locate package");
  });
});

test("the metadata guard is a unit that comes back with the machine and with nftables", () => {
  host.set("do/dpkg-query", "printf 'ii '");
  const step = script(["apt", "metadata-guard"], {});
  expect(host.step(step)).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(host.sh("cat /etc/django-droplet/metadata.nft")).toMatchInlineSnapshot(`
    "table inet django_droplet_metadata
    delete table inet django_droplet_metadata
    table inet django_droplet_metadata {
      set readers {
        type uid
        elements = { 0 }
      }
      chain output {
        type filter hook output priority filter; policy accept;
        ip daddr 169.254.169.254 meta skuid != @readers reject
      }
    }"
  `);
  const unit = host.sh("cat /etc/systemd/system/django-droplet-metadata.service");
  expect(unit).toContain("Before=network-pre.target");
  expect(unit).toContain("WantedBy=sysinit.target nftables.service");
  const calls = host.calls().filter((call) => !call.startsWith("dpkg-query"));
  expect(calls).toEqual([
    "enable django-droplet-metadata.service",
    "restart django-droplet-metadata.service",
  ]);
});
