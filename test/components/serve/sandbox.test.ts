import { sandbox } from "../../../components/serve/sandbox";
import { CONFINEMENT, PATHS } from "../../support/site";

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
