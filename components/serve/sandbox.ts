import type { ProjectPaths } from "../naming";
import { override, type Directive } from "./directives";

/** What concerns a service that stays, and not a command that ends. */
const SERVICE_ONLY =
  /^(Exec|GuessMainPID|KillMode|NotifyAccess|PIDFile|RemainAfterExit|Restart|RuntimeMaxSec|Sockets|Standard|Success|Timeout|Watchdog)/;

/** What no service that answers requests needs of the system, one that starts as root included. */
export const NO_SYSTEM: readonly Directive[] = [
  ["ProtectProc", "invisible"],
  ["ProtectClock", "yes"],
  ["ProtectHostname", "yes"],
  ["ProtectKernelLogs", "yes"],
  ["ProtectKernelModules", "yes"],
  ["ProtectKernelTunables", "yes"],
  ["ProtectControlGroups", "yes"],
  ["RestrictNamespaces", "yes"],
  ["RestrictRealtime", "yes"],
  ["RestrictSUIDSGID", "yes"],
];

/** The metadata service holds the droplet's user data, the private host key in it. */
export const NO_METADATA: Directive = ["IPAddressDeny", "169.254.169.254"];

/** The overrides that concern the service alone, or those that confine all the project's processes. */
export function overridesOf(
  overrides: Readonly<Record<string, string>>,
  kind: "service" | "confinement",
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(overrides).filter(([key]) => SERVICE_ONLY.test(key) === (kind === "service")),
  );
}

/**
 * What confines every process that runs the project's code: the service itself, and pip, check,
 * collectstatic, migrate and the pre-flight boot before it. `systemd-analyze security` rates the
 * service 1.3 ("OK"); the unit that the chapter shows is rated 9.5 ("UNSAFE").
 *
 * Left out on purpose: `MemoryDenyWriteExecute` (breaks just-in-time compilers),
 * `ProcSubset=pid` (breaks psutil; the rating is the same without it), `DynamicUser` (the data
 * folder needs a lasting user).
 *
 * @param overrides the project's own choices; those that concern a lasting service do not come in
 */
export function sandbox(
  user: string,
  paths: ProjectPaths,
  overrides: Readonly<Record<string, string>>,
): Directive[] {
  return override(confinement(user, paths), overridesOf(overrides, "confinement"));
}

function confinement(user: string, paths: ProjectPaths): Directive[] {
  return [
    ["User", user],
    ["Group", user],
    // Not the release's folder: a process that starts in it keeps the old release after the switch.
    ["WorkingDirectory", "/"],
    ["UMask", "0027"],
    ["ReadWritePaths", `${paths.data} ${paths.logs}`],
    ["NoNewPrivileges", "yes"],
    ["CapabilityBoundingSet", ""],
    ["AmbientCapabilities", ""],
    ["ProtectSystem", "strict"],
    ["ProtectHome", "yes"],
    ["PrivateTmp", "yes"],
    ["PrivateDevices", "yes"],
    ["PrivateUsers", "yes"],
    ...NO_SYSTEM,
    ["RemoveIPC", "yes"],
    ["LockPersonality", "yes"],
    ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"],
    ["SystemCallArchitectures", "native"],
    ["SystemCallFilter", "@system-service"],
    ["SystemCallFilter", "~@privileged @resources"],
    ["SystemCallErrorNumber", "EPERM"],
    NO_METADATA,
  ];
}
