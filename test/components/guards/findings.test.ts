import { debugFindings } from "../../../components/guards/debug";
import { findingsOf, guard } from "../../../components/guards/guard";
import { read, refusal } from "../settings/read";

const NOW = new Date("2026-11-24T12:00:00Z");
const PRODUCTION = { cloud: "digitalocean", sshAllowedCidrs: '["203.0.113.7/32"]' };

/** `LEVEL PATH: REASON` of each. */
function findings(config: Record<string, string>, now = NOW): string[] {
  const env = config["cloud"] === "digitalocean" ? {} : undefined;
  const settings = read({ cloud: "local", ...config }, env);
  return findingsOf(settings, now).map(({ level, path, reason }) => `${level} ${path}: ${reason}`);
}

const environment = (line: string): string[] =>
  findings({ unitOverrides: JSON.stringify({ Environment: line }) });

test("there is nothing to say of a stack as the documentation makes it", () => {
  expect(findings({})).toEqual([]);
  expect(findings(PRODUCTION)).toEqual([]);
});

describe("DEBUG", () => {
  test.each(["DJANGO_DEBUG=1", "DEBUG=True", "A=b 'SHOP_DEBUG=on'", '"DEBUG_MODE=yes"'])(
    "a variable that is on is advisory: %s",
    (line) =>
      expect(environment(line)).toEqual([expect.stringMatching(/^advisory .*DEBUG.* is on/)]),
  );

  test.each(["DJANGO_DEBUG=0", "DEBUG=False", "DEBUG=", "DEBUGGER=1", "PYTHONASYNCIODEBUG=1"])(
    "is off, or another thing: %s",
    (line) => expect(environment(line)).toEqual([]),
  );

  test("a way past the managed settings is mandatory", () => {
    expect(environment("DJANGO_SETTINGS_MODULE=hello.settings")).toEqual([
      expect.stringMatching(/^mandatory unitOverrides.Environment: .* past the managed settings/),
    ]);
    expect(environment("DJANGO_SETTINGS_MODULE=deployed_settings")).toEqual([]);
  });

  test("no value is told: it may be a secret", () => {
    expect(environment("API_DEBUG=hunter2").join()).not.toContain("hunter2");
  });

  test("each site of several is told by its name", () => {
    const sites = [
      { project: "shop", unitOverrides: { Environment: "DEBUG=1" } },
      { project: "blog", unitOverrides: {} },
    ];
    expect(debugFindings(sites)).toMatchObject([
      { reason: expect.stringContaining("DEBUG is on for shop") as string },
    ]);
  });
});

describe("ssh", () => {
  const open = (...cidrs: string[]) =>
    findings({ ...PRODUCTION, sshAllowedCidrs: JSON.stringify(cidrs) });

  test.each([
    [["0.0.0.0/0"], "0.0.0.0/0 lets everybody try"],
    [["0.0.0.0/0", "::/0"], "0.0.0.0/0 and ::/0 let everybody try"],
    [["203.0.113.7/32", "::/0"], "::/0 lets everybody try"],
    [["0.0.0.0/1", "128.0.0.0/1"], "0.0.0.0/1 and 128.0.0.0/1 let everybody try"],
  ])("open to everybody is advisory: %j", (cidrs, words) => {
    expect(open(...cidrs)).toEqual([expect.stringContaining(`advisory sshAllowedCidrs: ${words}`)]);
  });

  test("a large network is somebody's", () => {
    expect(open("10.0.0.0/8", "2001::/16")).toEqual([]);
  });

  test("on the local cloud everybody is this machine", () => {
    expect(findings({ sshAllowedCidrs: '["0.0.0.0/0"]' })).toEqual([]);
  });
});

describe("root", () => {
  test.each([
    ["SupplementaryGroups", "adm docker", "docker is as good as root"],
    ["ExecStartPre", "-+/bin/mkdir /srv/x", "a command runs as root"],
    ["ExecStartPost", "!/bin/true", "a command runs as root"],
    ["AmbientCapabilities", "CAP_NET_ADMIN CAP_SYS_ADMIN", "CAP_SYS_ADMIN is as good as root"],
    ["PermissionsStartOnly", "yes", "commands before the start run as root"],
  ])("%s=%s is advisory", (directive, value, words) => {
    expect(findings({ unitOverrides: JSON.stringify({ [directive]: value }) })).toEqual([
      expect.stringContaining(`advisory unitOverrides.${directive}: ${words}`),
    ]);
  });

  test.each([
    ["SupplementaryGroups", "adm video"],
    ["ExecStartPre", "/bin/mkdir /srv/x"],
    ["AmbientCapabilities", "CAP_NET_BIND_SERVICE"],
  ])("%s=%s is none", (directive, value) => {
    expect(findings({ unitOverrides: JSON.stringify({ [directive]: value }) })).toEqual([]);
  });

  test("as the service's user it is no setting at all", () => {
    expect(refusal({ cloud: "local", user: "root" })).toEqual([
      expect.stringMatching(/^user: "root" is a user or group of Debian/),
    ]);
    expect(refusal({ cloud: "local", unitOverrides: '{"User":"root"}' })).toEqual([
      expect.stringMatching(/^unitOverrides.User: the program sets User itself/),
    ]);
  });
});

test("what is mandatory ends the program, each with its setting, on its line", () => {
  const settings = read({
    ...{ cloud: "local", monthlyBudgetUsd: "5", image: "ubuntu-25-04-x64" },
    unitOverrides: '{"Environment":"DEBUG=1"}',
  });
  expect(() => guard(settings, NOW)).toThrow(
    /^django-droplet:image: .*\ndjango-droplet:monthlyBudgetUsd: .*$/,
  );
});
