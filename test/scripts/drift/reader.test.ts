import { createHash } from "node:crypto";
import { driftScript, parseReading, type Reading } from "../../../scripts/drift/reading";
import type { Wanted } from "../../../scripts/drift/wanted";
import { FakeHost } from "../../support/fake-host";

const RELEASE = "/opt/shop/releases/r1";
const VENV = "/opt/shop/venvs/v1";
const SOURCES = "/var/lib/django-droplet/sites/shop/sources";

const file = (path: string, text?: string): Wanted["files"][number] => ({
  ...{ of: "shop", path, sha256: "", ...(text !== undefined && { text }) },
});

/** The digest of a source that has these files, as the program makes it. */
function digestOf(files: Record<string, string>): string {
  const hash = createHash("sha256").update("django-droplet source 1\n");
  for (const [path, text] of Object.entries(files)) {
    hash.update(`${JSON.stringify([path, "file", false, text.length])}\n`).update(text);
  }
  return hash.digest("hex");
}

const SOURCE = digestOf({ "a.py": "a = 1\n", "b.py": "b = 1\n", "c.py": "c = 1\n" });

const WANTED: Wanted = {
  files: [
    file("/etc/opt/text", "wanted"),
    file("/etc/opt/secret"),
    file("/etc/opt/long", "wanted"),
    file("/etc/opt/none", "wanted"),
    file("/etc/opt/device", "wanted"),
  ],
  folders: [{ of: "shop", path: "/opt/shop", mode: "0755", owner: "root:root" }],
  links: [{ of: "shop", path: "/opt/shop/current", target: "releases/r1" }],
  ...{ absent: [], units: [], programs: [], listeners: [], packages: [] },
  users: [{ of: "shop", name: "shop-user" }],
  releases: [
    {
      ...{ project: "shop", release: RELEASE, source: SOURCE, virtualenv: VENV },
      archive: `${SOURCES}/${SOURCE}.tar.gz`,
    },
  ],
  ...{ sshd: [], rootKeys: [], projects: [] },
};

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
  host.sh(`
    mkdir -p /etc/opt ${RELEASE}/src ${RELEASE}/static ${VENV}/lib ${SOURCES}
    cd ${RELEASE}/src; for name in a b c; do echo "$name = 1" >$name.py; done
    tar -czf ${SOURCES}/${SOURCE}.tar.gz a.py b.py c.py
    ln -s releases/r1 /opt/shop/current
    touch ${RELEASE}/.complete ${VENV}/.complete`);
});

afterEach(() => host.stop());

function read(): Reading {
  const { code, stdout, stderr } = host.step(driftScript(WANTED));
  expect([code, stderr]).toEqual([0, ""]);
  return parseReading(stdout);
}

test("what is there is told: kind, mode, owner, digest, and a text where it may be shown", () => {
  host.sh(`
    cd /etc/opt
    printf found >text; chmod 0640 text; chgrp adm text
    printf hunter2 >secret
    head -c 70000 /dev/zero | tr '\\0' x >long
    mkfifo device`);
  const { paths } = read();
  const place = { mode: "0644", owner: "root:root" };
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  expect(paths).toEqual({
    "/etc/opt/text": {
      ...{ type: "file", mode: "0640", owner: "root:adm", sha256: sha256("found"), text: "found" },
    },
    "/etc/opt/secret": { type: "file", ...place, sha256: sha256("hunter2"), text: null },
    "/etc/opt/long": { type: "file", ...place, sha256: sha256("x".repeat(70_000)), text: null },
    "/etc/opt/none": null,
    "/etc/opt/device": { type: "other", ...place },
    "/opt/shop": { type: "folder", mode: "0755", owner: "root:root" },
    "/opt/shop/current": {
      ...{ type: "link", mode: "0777", owner: "root:root", target: "releases/r1" },
    },
  });
});

test("a source that was edited is told file by file, with both texts", () => {
  expect(read().releases["shop"]?.source).toMatchObject({ same: true, files: [], count: 0 });
  host.sh(`
    cd ${RELEASE}/src; echo 'a = 2' >a.py; rm b.py; echo 'd = 1' >d.py
    ln -sf /etc/shadow c.py; chmod 0666 d.py`);
  const { source } = read().releases["shop"] ?? {};
  expect(source).toEqual({
    ...{ same: false, archive: true, count: 5 },
    files: [
      { path: "a.py", is: "changed", before: "a = 1\n", now: "a = 2\n" },
      { path: "b.py", is: "missing", before: "b = 1\n", now: "" },
      // Where it leads is not looked at.
      { path: "c.py", is: "changed", before: "c = 1\n", now: null },
      { path: "d.py", is: "added", before: "", now: "d = 1\n" },
      { path: "d.py", is: "has mode 0666 and owner 0:0; only root may write it" },
    ],
  });
});

test.each([
  ["is gone", `rm ${SOURCES}/*`],
  ["is damaged", `truncate -s 60 ${SOURCES}/*`],
  ["was edited too", `cd ${RELEASE}/src; tar -czf ${SOURCES}/${SOURCE}.tar.gz a.py`],
])("a source is known by its digest where its archive %s", (_, command) => {
  host.sh(`echo '# x' >>${RELEASE}/src/a.py; ${command}`);
  expect(read().releases["shop"]?.source).toEqual({
    ...{ same: false, archive: false, files: [], count: 0 },
  });
});

test("what was made on the host is compared with its mark, and the first of it named", () => {
  expect(read().releases["shop"]?.virtualenv).toMatchObject({ recorded: false, same: true });
  host.sh(`echo '["lib/kept.py", "file", false, "0"]' >${VENV}/.complete
    for number in $(seq 30); do echo >${VENV}/lib/$number.py; done`);
  const { virtualenv } = read().releases["shop"] ?? {};
  expect(virtualenv).toMatchObject({ recorded: true, same: false, count: 31 });
  expect(virtualenv?.files).toHaveLength(20);
});

test("a user is told with its groups and whether it has a password", () => {
  expect(read().users).toEqual({ "shop-user": null });
  host.sh("useradd --system --user-group --groups sudo --shell /bin/bash shop-user");
  expect(read().users["shop-user"]).toMatchObject({
    ...{ shell: "/bin/bash", groups: ["sudo"], members: [], locked: true },
  });
  host.sh("echo shop-user:hunter2 | chpasswd");
  expect(read().users["shop-user"]?.locked).toBe(false);
});

test("nothing on the host is another afterwards", () => {
  host.sh("touch /mnt/world/mark; sleep 0.05");
  read();
  const changed = host.sh(
    "find /etc /opt /var/lib/django-droplet /var/log /var/opt -newer /mnt/world/mark | sort",
  );
  expect(changed).toBe("");
  const called = host.calls().map((call) => call.split(" ").slice(0, 2).join(" "));
  expect([...new Set(called.filter((call) => !call.startsWith(" ")))]).toEqual([
    "dpkg-query --show",
    "sshd -T",
  ]);
});
