import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { releaseScript } from "../../../components/app/scripts";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";
import { CONFINEMENT, SITE } from "../../support/site";
import { account, FOLDER } from "./shop";

const SETTINGS = "DEBUG = False\n";
const contents = {
  source: SITE.source.digest,
  virtualenv: "venv1",
  settings: createHash("sha256").update(SETTINGS).digest("hex"),
  secrets: "5c".repeat(32),
};
const script = releaseScript({
  site: SITE,
  confinement: CONFINEMENT,
  release: "release1",
  contents,
  requirements: ["gunicorn==26.1.0"],
});
const RELEASE = "/opt/shop/releases/release1";
const VENV = "/opt/shop/venvs/venv1";

let archive: Buffer;
let host: FakeHost;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
  mkdirSync(join(folder, "shop"));
  writeFileSync(join(folder, "manage.py"), "print('manage')\n", { mode: 0o755 });
  writeFileSync(join(folder, "shop", "wsgi.py"), "application = None\n");
  execFileSync("tar", [
    "-C",
    folder,
    "-czf",
    join(folder, "x.tgz"),
    "--mtime=1980-01-01",
    "shop",
    "manage.py",
  ]);
  archive = readFileSync(join(folder, "x.tgz"));
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  host = await FakeHost.start();
  account(host);
  host.sh(
    `base64 -d >${FOLDER}/sources/${contents.source}.tar.gz <<<'${archive.toString("base64")}'`,
  );
  host.stage("shop/settings", `sha256:${contents.settings}`, SETTINGS);
  host.stage("shop/secrets", `hmac:${contents.secrets}:2`, "{}");
  // What venv, pip and collectstatic leave behind, as the project's user.
  asUser(
    "virtualenv",
    `mkdir ${VENV}/bin; ln -s /usr/bin/python3 ${VENV}/bin/python; mkdir ${VENV}/lib; ln -s lib ${VENV}/lib64`,
  );
  asUser("pip", `echo code >${VENV}/lib/django.py`);
  asUser("check", `echo css >${RELEASE}/static/style.css`);
});

afterEach(() => host.stop());

function asUser(unit: string, command: string): void {
  host.set(`do/shop-${unit}`, `runuser -u shop-user -- sh -ec '${command}'`);
}

function build(): Ran {
  return host.step(script);
}

const marks = () =>
  host.sh("cd /opt/shop; ls releases/*/.complete venvs/*/.complete 2>/dev/null || true");

describe("a release", () => {
  test("is root's from end to end, and its secrets are for the project's user to read", () => {
    expect(build()).toEqual({
      code: 0,
      stdout: "built virtualenv venv1\nbuilt release release1\n",
      stderr: "",
    });
    const list =
      "find /opt/shop/releases /opt/shop/venvs -not -path '*__pycache__*' -printf '%M %u:%g %P %l\\n' | sort -k 3";
    expect(host.sh(list)).toMatchInlineSnapshot(`
      "drwxr-xr-x root:root  
      drwxr-xr-x root:root  
      drwxr-xr-x root:root release1 
      -rw-r--r-- root:root release1/.complete 
      drwxr-x--- root:shop-user release1/etc 
      -rw-r----- root:shop-user release1/etc/deployed_settings.py 
      -rw-r----- root:shop-user release1/etc/secrets.json 
      drwxr-xr-x root:root release1/src 
      -rwxr-xr-x root:root release1/src/manage.py 
      drwxr-xr-x root:root release1/src/shop 
      -rw-r--r-- root:root release1/src/shop/wsgi.py 
      drwxr-xr-x root:root release1/static 
      -rw-r--r-- root:root release1/static/style.css 
      lrwxrwxrwx root:root release1/venv /opt/shop/venvs/venv1
      drwxr-xr-x root:root venv1 
      -rw-r--r-- root:root venv1/.complete 
      drwxr-xr-x root:root venv1/bin 
      lrwxrwxrwx root:root venv1/bin/python /usr/bin/python3
      drwxr-xr-x root:root venv1/lib 
      -rw-r--r-- root:root venv1/lib/django.py 
      lrwxrwxrwx root:root venv1/lib64 lib"
    `);
  });

  test("has new times, since Python would take equal ones for modules that it knows", () => {
    build();
    expect(host.sh(`find ${RELEASE}/src -name '*.py' -not -newermt 2020-01-01`)).toBe("");
  });

  test("is built by commands in the sandbox, each with the one folder that it fills", () => {
    build();
    const folders = ["virtualenv", "pip", "check"].map((name) => {
      const args = host.ran(`shop-${name}`);
      expect(args).toEqual(expect.arrayContaining(["User=shop-user", "ProtectSystem=strict"]));
      return args.filter((arg) => arg.startsWith("ReadWritePaths=")).at(-1);
    });
    expect(folders).toEqual(
      [VENV, VENV, `${RELEASE}/static`].map((path) => `ReadWritePaths=${path}`),
    );
    expect(host.ran("shop-pip").slice(-3)).toEqual(["-r", "requirements.txt", "gunicorn==26.1.0"]);
  });

  test("that is there is not built again", () => {
    build();
    host.sh("rm $WORLD/run/*");
    expect(build()).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(host.sh("ls $WORLD/run")).toBe("");
  });

  test("shares a virtualenv that is there", () => {
    build();
    host.sh(`rm -r ${RELEASE} $WORLD/run/*`);
    expect(build().stdout).toBe("built release release1\n");
    expect(host.sh("ls $WORLD/run")).toBe("shop-check");
  });
});

describe("a release that cannot be built", () => {
  test.each([
    ["virtualenv", "python3 -m venv failed"],
    ["pip", "pip install failed"],
    ["check", "the release's check failed"],
  ])(
    "where %s fails says so, shows why, and is built from the start the next time",
    (unit, message) => {
      const good = host.sh(`cat $WORLD/do/shop-${unit}`);
      host.set(`do/shop-${unit}`, "echo 'the reason'; exit 1");
      const { code, stderr } = build();
      expect(code).toBe(1);
      expect(stderr).toContain(message);
      expect(stderr).toContain("the reason");
      expect(marks()).not.toContain("releases/release1");
      host.set(`do/shop-${unit}`, good);
      expect(build().code).toBe(0);
      expect(marks()).toBe("releases/release1/.complete\nvenvs/venv1/.complete");
    },
  );

  test.each([
    ["pip", `ln -s /etc/shadow ${VENV}/lib/shadow.py`],
    ["check", `ln -s /etc/shadow ${RELEASE}/static/shadow`],
  ])("since %s leaves a link that leads out is refused", (unit, command) => {
    asUser(unit, command);
    const { code, stderr } = build();
    expect(code).toBe(1);
    expect(stderr).toContain("to /etc/shadow: refused");
    expect(marks()).not.toContain("release1");
  });

  test("since its source arrived damaged says what to do", () => {
    host.sh(`truncate -s -20 ${FOLDER}/sources/*.tar.gz`);
    const { code, stderr } = build();
    expect(code).toBe(1);
    expect(stderr).toContain("the source arrived damaged: run `pulumi up` again");
  });

  test("for want of space does not begin", () => {
    host.sh("umount /opt; mount -t tmpfs -o size=50m tmpfs /opt");
    account(host);
    expect(build().stderr).toMatch(
      /only \d+ MB are free on the disk of \/opt\/shop, 200 are needed/,
    );
    expect(host.sh("ls /opt/shop/releases")).toBe("");
  });
});

describe("the project's user", () => {
  test("cannot pass off a virtualenv as whole that was interrupted", () => {
    asUser("pip", `touch ${VENV}/.complete; exit 1`);
    expect(build().code).toBe(1);
    expect(host.sh(`stat -c %U ${VENV}/.complete`)).toBe("shop-user");
    asUser("pip", `echo better >${VENV}/lib/django.py`);
    expect(build().stdout).toContain("built virtualenv venv1");
    expect(host.sh(`stat -c %U ${VENV}; cat ${VENV}/lib/django.py`)).toBe("root\nbetter");
  });

  test("does not lose the release that serves where its virtualenv has to be made again", () => {
    build();
    host.sh(`rm ${VENV}/.complete; echo serving >${RELEASE}/static/kept`);
    expect(build().stdout).toBe("built virtualenv venv1\n");
    expect(host.sh(`cat ${RELEASE}/static/kept`)).toBe("serving");
  });
});
