import type { ProjectPaths } from "../naming";
import type { Directive } from "./directives";

/**
 * What confines every process that runs the project's code: the service itself, and pip, check,
 * collectstatic, migrate and the pre-flight boot before it. `systemd-analyze security` rates the
 * service 1.3 ("OK"); the unit that the chapter shows is rated 9.5 ("UNSAFE").
 *
 * Left out on purpose: `MemoryDenyWriteExecute` (breaks just-in-time compilers),
 * `ProcSubset=pid` (breaks psutil; the rating is the same without it), `DynamicUser` (the data
 * folder needs a lasting user). `unitOverrides` changes each of them.
 */
export function sandbox(user: string, paths: ProjectPaths): Directive[] {
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
    ["RemoveIPC", "yes"],
    ["LockPersonality", "yes"],
    ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"],
    ["SystemCallArchitectures", "native"],
    ["SystemCallFilter", "@system-service"],
    ["SystemCallFilter", "~@privileged @resources"],
    ["SystemCallErrorNumber", "EPERM"],
    // The metadata service holds the droplet's user data, the private host key in it.
    ["IPAddressDeny", "169.254.169.254"],
  ];
}
