import { script } from "../../../components/remote/script";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

/** Runs commands with the shared functions before them. */
function withLib(commands: string): Ran {
  return host.step(`${script([], {})}\n${commands}\n`);
}

describe("replace", () => {
  const FILE = "/etc/nginx/site";
  const left = () => host.sh("ls -A /etc/nginx | sort | tr '\\n' ' '");

  test("makes standard input the file, with its mode and owner", () => {
    expect(withLib(`printf 'new\\n' | replace ${FILE} 0640 nobody:adm`).code).toBe(0);
    expect(host.sh(`cat ${FILE}; stat -c '%a %U:%G' ${FILE}`)).toBe("new\n640 nobody:adm");
  });

  test.each([
    ["the owner does not exist", `echo new | replace ${FILE} 0644 nobody-of-this-name`],
    ["the mode is none", `echo new | replace ${FILE} rw root`],
    ["a folder is in its place", `echo new | replace ${FILE}s 0644 root`],
  ])("leaves the old file and nothing else where %s", (_why, command) => {
    host.sh(`echo old >${FILE}; mkdir -p ${FILE}s/inside`);
    expect(withLib(command).code).not.toBe(0);
    expect(host.sh(`cat ${FILE}`)).toBe("old");
    expect(left()).toBe("site sites sites-available sites-enabled");
  });

  test("leaves the old file and nothing else where the disk is full", () => {
    host.sh(
      "mkdir /opt/small; mount -t tmpfs -o size=64k tmpfs /opt/small; echo old >/opt/small/file",
    );
    const { code, stderr } = withLib(
      "head -c 1000000 /dev/zero | replace /opt/small/file 0644 root",
    );
    expect(code).not.toBe(0);
    expect(stderr).toContain("No space left on device");
    expect(host.sh("ls -A /opt/small; cat /opt/small/file")).toBe("file\nold");
  });

  test("takes the place of a link, and does not write to where it leads", () => {
    host.sh(`echo precious >/etc/nginx/precious; ln -s precious ${FILE}`);
    expect(withLib(`echo new | replace ${FILE} 0644 root`).code).toBe(0);
    expect(host.sh(`cat /etc/nginx/precious ${FILE}`)).toBe("precious\nnew");
  });
});

describe("quietly", () => {
  test("says nothing of what went well, and keeps its output on the host", () => {
    expect(withLib("quietly 'apt-get update' sh -c 'echo out; echo err >&2'")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(host.sh("cat /var/log/django-droplet/apt-get-update.log")).toBe("out\nerr");
    expect(host.sh("stat -c %a /var/log/django-droplet")).toBe("750");
  });

  test("keeps it apart for each site, since they are built at once", () => {
    for (const project of ["shop", "store"])
      withLib(`PROJECT=${project}\nquietly migrate echo ${project}`);
    expect(host.sh("cd /var/log/django-droplet; grep . *-migrate.log")).toBe(
      "shop-migrate.log:shop\nstore-migrate.log:store",
    );
  });

  test("shows the end of what went wrong, and ends the script", () => {
    const { code, stdout, stderr } = withLib(
      "quietly 'pip install' sh -c 'seq 1 100; exit 3'\necho never",
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      "django-droplet: pip install failed. The end of /var/log/django-droplet/pip-install.log:",
      ...Array.from({ length: 25 }, (_, index) => String(76 + index)),
      "",
    ]);
  });

  // Pulumi's plugin hangs for ever on a line of more than 64 KiB.
  test("cuts the lines of what it shows", () => {
    const { stderr } = withLib("quietly 'x' sh -c 'printf %70000s y; exit 1'");
    expect(Math.max(...stderr.split("\n").map((line) => line.length))).toBe(400);
  });
});

describe("lock", () => {
  const state = (name: string) =>
    `if flock --nonblock /var/lib/django-droplet/locks/${name} true; then echo ${name} free; else echo ${name} held; fi`;

  test("is held until the script ends, and several are held at once", () => {
    const { stdout } = withLib(`lock one\nlock two\n${state("one")}\n${state("two")}`);
    expect(stdout).toBe("one held\ntwo held\n");
    expect(host.sh(state("one"))).toBe("one free");
  });
});

describe("a listener that has gone", () => {
  test("is no reason to stop half-way", () => {
    const { stderr } = withLib("trap '' PIPE; exec >/dev/full; say hello; echo went on >&2");
    expect(stderr).toBe("went on\n");
  });
});

describe("take_over", () => {
  const FOLDER = "/opt/filled";

  beforeEach(() => {
    host.sh(`
      mkdir -p ${FOLDER}/lib ${FOLDER}/bin /opt/other
      echo code >${FOLDER}/lib/code.py; echo tool >${FOLDER}/bin/tool; chmod 4775 ${FOLDER}/bin/tool
      chmod 0600 ${FOLDER}/lib/code.py; echo precious >/opt/other/precious
      chown -R nobody:nogroup ${FOLDER} /opt/other`);
  });

  test("makes root the owner of all of it, readable by all, writable by root alone", () => {
    host.sh(`ln -s lib ${FOLDER}/lib64; ln -s /usr/bin/python3.11 ${FOLDER}/bin/python3`);
    expect(withLib(`take_over ${FOLDER}`)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(host.sh(`cd ${FOLDER}; find . -printf '%M %U:%G %P\\n' | sort -k 3`)).toBe(
      [
        "drwxr-xr-x 0:0 ",
        "drwxr-xr-x 0:0 bin",
        "lrwxrwxrwx 0:0 bin/python3",
        "-rwxr-xr-x 0:0 bin/tool",
        "drwxr-xr-x 0:0 lib",
        "-rw-r--r-- 0:0 lib/code.py",
        "lrwxrwxrwx 0:0 lib64",
      ].join("\n"),
    );
  });

  test.each([
    ["by an absolute path", "/opt/other/precious"],
    ["by a relative path", "../../other/precious"],
    ["by way of another link", "second"],
    ["to a folder whose name begins alike", "/opt/filled-too/x"],
    ["to what is not there yet", "/etc/not-there"],
    ["to a system's file", "/etc/shadow"],
  ])("refuses a link that leads out %s", (_how, target) => {
    host.sh(`ln -s ${target} ${FOLDER}/lib/link; ln -s /opt/other/precious ${FOLDER}/lib/second`);
    const { code, stderr } = withLib(`take_over ${FOLDER}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/leads out of \/opt\/filled, to \S+: refused\n$/);
    // Nothing has been taken over then: the mark that it is whole will not be written either.
    expect(host.sh(`stat -c %U ${FOLDER} /opt/other/precious`)).toBe("nobody\nnobody");
  });

  test("is not misled by a line break in a link's name", () => {
    host.sh(`ln -s /etc/shadow $'${FOLDER}/a\\nb'`);
    expect(withLib(`take_over ${FOLDER}`).code).toBe(1);
  });
});

describe("in_sandbox", () => {
  const SANDBOX = "User=shop\nReadWritePaths=/var/opt/shop /var/log/shop\nCapabilityBoundingSet=";

  test("runs a command as a unit with every property, and its end is the command's", () => {
    host.set("do/shop-pip", "exit 4");
    const { code } = withLib(
      `SANDBOX='${SANDBOX}'\nin_sandbox shop-pip /opt/shop/venvs/x --setenv A=1 pip install 'a b'`,
    );
    expect(code).toBe(4);
    expect(host.ran("shop-pip")).toMatchInlineSnapshot(`
      [
        "--quiet",
        "--wait",
        "--pipe",
        "--collect",
        "--unit",
        "shop-pip",
        "--property",
        "User=shop",
        "--property",
        "ReadWritePaths=/var/opt/shop /var/log/shop",
        "--property",
        "CapabilityBoundingSet=",
        "--property",
        "ReadWritePaths=/opt/shop/venvs/x",
        "--property",
        "RuntimeMaxSec=600",
        "--setenv",
        "HOME=/tmp",
        "--setenv",
        "LANG=C.UTF-8",
        "--setenv",
        "A=1",
        "pip",
        "install",
        "a b",
      ]
    `);
  });
});
