import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { siteTexts } from "../../../components/app/texts";
import { sandbox } from "../../../components/serve/sandbox";
import { folderWith, removeFolders } from "../app/project-folder";
import { CHOICES, nameOf, siteWith } from "../../support/choices";
import { CONFINEMENT, PATHS } from "../../support/site";

afterEach(removeFolders);

function valuesOf(key: string): string[] {
  return CONFINEMENT.filter(([name]) => name === key).map(([, value]) => value);
}

describe("whatever runs the project's code", () => {
  test("runs as the project's user, and writes its data and its logs and nothing else", () => {
    expect(valuesOf("User")).toEqual(["shop-user"]);
    expect(valuesOf("Group")).toEqual(["shop-user"]);
    expect(valuesOf("ProtectSystem")).toEqual(["strict"]);
    expect(valuesOf("ReadWritePaths")).toEqual(["/var/opt/shop /var/log/shop"]);
  });

  test("starts in / and not in a release, which it would keep after the switch", () => {
    expect(valuesOf("WorkingDirectory")).toEqual(["/"]);
  });

  test("does not reach the metadata service", () => {
    expect(valuesOf("IPAddressDeny")).toEqual(["169.254.169.254"]);
  });

  test("is told neither more nor less: a change of the list is a decision", () => {
    expect(CONFINEMENT.map(([key, value]) => `${key}=${value}`)).toMatchInlineSnapshot(`
      [
        "User=shop-user",
        "Group=shop-user",
        "WorkingDirectory=/",
        "UMask=0027",
        "ReadWritePaths=/var/opt/shop /var/log/shop",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "AmbientCapabilities=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "PrivateUsers=yes",
        "ProtectProc=invisible",
        "ProtectClock=yes",
        "ProtectHostname=yes",
        "ProtectKernelLogs=yes",
        "ProtectKernelModules=yes",
        "ProtectKernelTunables=yes",
        "ProtectControlGroups=yes",
        "RestrictNamespaces=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "RemoveIPC=yes",
        "LockPersonality=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
        "SystemCallFilter=~@privileged @resources",
        "SystemCallErrorNumber=EPERM",
        "IPAddressDeny=169.254.169.254",
      ]
    `);
  });
});

test("a project's own choices hold for its commands too, but for those of a lasting service", () => {
  const lines = sandbox("shop-user", PATHS, {
    Environment: "KEY=1",
    ProtectHome: "read-only",
    ReadWritePaths: "/srv/uploads",
    ExecStartPre: "/bin/true",
    Restart: "always",
    TimeoutStopSec: "5",
  });
  const changed = lines.filter((line) => !CONFINEMENT.some((own) => own.join() === line.join()));
  expect(changed).toEqual([
    ["ProtectHome", "read-only"],
    ["Environment", "KEY=1"],
    ["ReadWritePaths", "/srv/uploads"],
  ]);
});

/** What `systemd-analyze security` says of a unit file that is nowhere installed. */
function rating(unit: string): string {
  const folder = folderWith({ "shop-unit.service": unit });
  const { stdout, stderr } = spawnSync(
    "systemd-analyze",
    ["security", "--offline=true", "--no-pager", join(folder, "shop-unit.service")],
    { encoding: "utf8" },
  );
  return /Overall exposure level for .*: ([\d.]+)/.exec(stdout)?.[1] ?? `${stdout}${stderr}`;
}

describe("systemd rates the exposure", () => {
  test("of every service that it starts at 1.5 or less", () => {
    const services = CHOICES.flatMap((choice) => {
      const texts = siteTexts(siteWith(choice), CONFINEMENT, { ipv6: true, ...choice });
      const service = texts.find(({ kind }) => kind === "service");
      return service ? [[nameOf(choice), Number(rating(service.text))] as const] : [];
    });
    expect(services).toHaveLength(6);
    expect(services.filter(([, exposure]) => !(exposure <= 1.5))).toEqual([]);
  });

  test("of a unit without a sandbox far higher, so that the rating is one", () => {
    expect(Number(rating("[Service]\nExecStart=/bin/true\n"))).toBeGreaterThan(9);
  });
});
