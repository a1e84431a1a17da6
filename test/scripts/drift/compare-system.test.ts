import { besideTheStack } from "../../../scripts/drift/compare/beside";
import { compareHost } from "../../../scripts/drift/compare/host";
import { LOGIN_KEY, WholeHost } from "./whole";

const host = new WholeHost({ authorizedKeys: [] });

describe("a release", () => {
  function change(part: "source" | "static" | "virtualenv", tree: object): void {
    const { hello } = host.reading.releases;
    if (hello) Object.assign(hello[part] ?? {}, { same: false, ...tree });
  }

  test("whose source was edited is shown line by line", () => {
    const file = { path: "hello/urls.py", is: "changed", before: "a\n", now: "a\nb\n" };
    change("source", { files: [file], count: 1 });
    expect(host.finding()).toMatchObject({
      what: expect.stringMatching(/^\/opt\/hello\/releases\/\w+\/src\/hello\/urls\.py$/) as string,
      is: "differs",
      lines: [
        { sign: " ", text: "a" },
        { sign: "+", text: "b" },
      ],
    });
  });

  test("whose archive is gone has another source, and where cannot be told", () => {
    change("source", { archive: false });
    expect(host.finding().is).toBe(
      "is not the source that was uploaded; which file cannot be told",
    );
  });

  test("in whose virtualenv somebody has installed a package", () => {
    const folder = "lib/python3.13/site-packages";
    change("virtualenv", {
      files: [
        { path: `${folder}/requests-2.32.0.dist-info/METADATA`, is: "added" },
        { path: `${folder}/requests/__init__.py`, is: "added" },
      ],
      count: 70,
    });
    const findings = compareHost(host.wanted, host.reading).map(({ what, is }) => `${what} ${is}`);
    expect(findings).toContain("packages in the virtualenv requests 2.32.0 added");
    expect(findings).toContainEqual(
      expect.stringMatching(/ 68 more files are not as they were made$/),
    );
  });

  test("of which nothing was recorded is no drift, and that is told", () => {
    const { hello } = host.reading.releases;
    if (hello) Object.assign(hello.virtualenv ?? {}, { recorded: false });
    expect(compareHost(host.wanted, host.reading)).toEqual([]);
    expect(besideTheStack(host.wanted, host.reading)).toEqual([
      "the virtualenv of hello cannot be compared: when made, nothing of it was recorded",
    ]);
  });
});

describe("the system", () => {
  test("lacks a package", () => {
    host.reading.packages["curl"] = "config-files";
    expect(host.finding()).toMatchObject({
      what: "package curl",
      is: "is not installed (config-files)",
    });
  });

  test("has a user who may log in, or whose files others read", () => {
    Object.assign(host.reading.users["hello"] ?? {}, {
      ...{ shell: "/bin/bash", locked: false, groups: ["sudo"], members: ["www-data"] },
    });
    expect(host.finding().is).toBe(
      "shell is /bin/bash, not /usr/sbin/nologin; has a password; is in the groups sudo; its group has www-data too",
    );
  });

  test("lets in a key that is nobody's; comments and options do not matter", () => {
    host.reading.rootKeys = [
      `no-pty ${LOGIN_KEY} me`,
      "# a comment",
      "",
      "ssh-ed25519 AAAAC3Nza you",
    ];
    expect(host.finding()).toMatchObject({
      what: "/root/.ssh/authorized_keys",
      is: expect.stringMatching(
        /^lets in a key that is not the stack's: SHA256:[\w+/]{43}$/,
      ) as string,
    });
  });

  test("has sshd obey another file", () => {
    host.reading.sshd["passwordauthentication"] = "yes";
    expect(host.finding()).toMatchObject({
      what: "sshd's passwordauthentication",
      is: "is yes, not no",
    });
  });

  test("has sshd's file edited: that is told once", () => {
    const path = "/etc/ssh/sshd_config.d/10-django-droplet.conf";
    const text = (host.at(path).text ?? "").replace(
      "PasswordAuthentication no",
      "PasswordAuthentication yes",
    );
    Object.assign(host.at(path), { text, sha256: "0" });
    host.reading.sshd["passwordauthentication"] = "yes";
    expect(host.finding()).toMatchObject({ what: path, is: "differs" });
  });

  test.each([
    ["", "is not loaded"],
    [
      "table inet django_droplet_metadata {\n\tchain output {\n\t\ttype filter hook output priority 0; policy accept;\n\t}\n}\n",
      "lets others than root reach the metadata service",
    ],
  ])("does not guard the metadata service: %j", (guard, is) => {
    host.reading.firewall.guard = guard;
    expect(host.finding().is).toBe(is);
  });

  test("lets another user than DigitalOcean's agent reach the metadata service", () => {
    host.reading.firewall.agent = "";
    expect(host.finding().is).toBe("lets others than root reach the metadata service");
  });

  test("has a site that is not in the stack", () => {
    host.reading.sites.push("old");
    expect(host.finding()).toEqual({ of: "host", what: "site old", is: "is not in the stack" });
  });
});
