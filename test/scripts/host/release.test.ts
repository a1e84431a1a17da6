import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { releaseScript } from "../../../components/app/scripts";
import { digestOf } from "../../../components/app/source-digest";
import { listSourceFiles } from "../../../components/app/source-files";
import type { Ran } from "../../support/bash";
import { FakeHost } from "../../support/fake-host";
import { CONFINEMENT, SITE } from "../../support/site";
import { account, FOLDER } from "./shop";

const SETTINGS = "DEBUG = False\n";
const contents = {
  source: "",
  virtualenv: "venv1",
  settings: createHash("sha256").update(SETTINGS).digest("hex"),
  secrets: "5c".repeat(32),
};
const RELEASE = "/opt/shop/releases/release1";
const VENV = "/opt/shop/venvs/venv1";

let archive: Buffer;
let script: string;
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
  rmSync(join(folder, "x.tgz"));
  contents.source = digestOf(folder, listSourceFiles(folder));
  script = releaseScript({
    site: SITE,
    confinement: CONFINEMENT,
    release: "release1",
    contents,
    requirements: ["gunicorn==26.1.0"],
  });
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
  fill("echo code");
  asUser("check", 'echo css >"$WRITABLE/style.css"');
});

afterEach(() => host.stop());

function asUser(unit: string, command: string): void {
  host.set(`do/shop-${unit}`, `runuser -u shop-user -- sh -ec '${command}'`);
}

/** A virtualenv whose one package is what the command prints. */
function fill(code: string, then = "true"): void {
  asUser(
    "pip",
    `mkdir -p ${VENV}/bin ${VENV}/lib; ln -sf /usr/bin/python3 ${VENV}/bin/python; ln -sfn lib ${VENV}/lib64; ${code} >${VENV}/lib/django.py; ${then}`,
  );
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

  test("can be entered by the project's user, whatever root's umask is", () => {
    expect(host.step(`umask 077\n${script}`).code).toBe(0);
    expect(host.sh(`stat -c '%a %U' ${RELEASE}/src ${RELEASE}/src/shop`)).toBe(
      "755 root\n755 root",
    );
  });

  test("has new times, since Python would take equal ones for modules that it knows", () => {
    build();
    expect(host.sh(`find ${RELEASE}/src -name '*.py' -not -newermt 2020-01-01`)).toBe("");
  });

  test("is built by commands in the sandbox, each with the one folder that it fills", () => {
    build();
    const folders = ["pip", "check"].map((name) => {
      const args = host.ran(`shop-${name}`);
      expect(args).toEqual(expect.arrayContaining(["User=shop-user", "ProtectSystem=strict"]));
      return args.filter((arg) => arg.startsWith("ReadWritePaths=")).at(-1);
    });
    expect(folders).toEqual([VENV, `${RELEASE}/static`].map((path) => `ReadWritePaths=${path}`));
    const asked = [VENV, "-r", "requirements.txt", "gunicorn==26.1.0"];
    expect(host.ran("shop-pip").slice(-4)).toEqual(asked);
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
    ["pip", `ln -s /etc/shadow ${VENV}/shadow`],
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
    fill("echo code", `touch ${VENV}/.complete; exit 1`);
    expect(build().code).toBe(1);
    expect(host.sh(`stat -c %U ${VENV}/.complete`)).toBe("shop-user");
    fill("echo better");
    expect(build().stdout).toContain("built virtualenv venv1");
    expect(host.sh(`stat -c %U ${VENV}; cat ${VENV}/lib/django.py`)).toBe("root\nbetter");
  });

  test("does not lose the release that serves where its virtualenv has to be made again", () => {
    build();
    host.sh(`rm ${VENV}/.complete`);
    const before = host.sh(`stat -c %i ${RELEASE}`);
    expect(build().stdout).toBe("built virtualenv venv1\n");
    expect(host.sh(`stat -c %i ${RELEASE}`)).toBe(before);
  });
});

describe("what was changed by hand is made again, and who serves has to read it", () => {
  const everything = () =>
    host.sh(`cd /opt/shop; find . -name '.old-*' -prune -o -name __pycache__ -prune -o -type f -not -name .complete -exec sha256sum {} + | sort -k 2
      find . -name '.old-*' -prune -o -name __pycache__ -prune -o -printf '%M %u:%g %p %l\\n' | sort -k 3`);
  const mended = () => host.sh(`cat ${FOLDER}/mended 2>/dev/null || true`);

  test.each([
    ["a file of the source is another", `echo '# x' >>${RELEASE}/src/manage.py`, "release"],
    ["a file is added to it", `touch ${RELEASE}/src/shop/local.py`, "release"],
    ["others may write one", `chmod 0666 ${RELEASE}/src/shop/wsgi.py`, "release"],
    ["a static file is gone", `rm ${RELEASE}/static/style.css`, "release"],
    ["the settings are others", `echo DEBUG=True >${RELEASE}/etc/deployed_settings.py`, "release"],
    ["all may read the secrets", `chmod 0644 ${RELEASE}/etc/secrets.json`, "release"],
    ["the settings' folder is open", `chmod 0755 ${RELEASE}/etc`, "release"],
    ["another virtualenv is linked", `ln -sfn /tmp ${RELEASE}/venv`, "release"],
    ["a package of the virtualenv is another", `echo hot >${VENV}/lib/django.py`, "virtualenv"],
    ["one is added to it", `echo hot >${VENV}/lib/extra.py`, "virtualenv"],
  ])("%s", (_, command, what) => {
    build();
    host.sh(`echo 203.0.113.10 >${RELEASE}/etc/allowed_hosts`);
    const before = everything();
    expect(mended()).toBe("");
    host.sh(command);
    expect(build().code).toBe(0);
    expect(everything()).toBe(before);
    expect(mended()).toBe(what);
    expect(host.sh("ls -A /opt/shop/releases /opt/shop/venvs")).not.toContain(".new-");
  });

  test("but not where the new one cannot be made: the old one stays", () => {
    build();
    host.sh(`echo hot >${VENV}/lib/django.py`);
    host.set("do/shop-pip", "echo 'the reason'; exit 1");
    expect(build().code).toBe(1);
    expect(host.sh(`cat ${VENV}/lib/django.py`)).toBe("hot");
  });

  test("nor where nothing was recorded of it: an older run made it", () => {
    build();
    host.sh(`: >${VENV}/.complete; : >${RELEASE}/.complete; echo more >${VENV}/lib/more.py`);
    expect(build()).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
