import type { SiteSettings } from "../settings";
import type { Finding } from "./finding";

/** Whoever is in one of these is root with a command or two. */
const ROOT_GROUPS = ["root", "sudo", "wheel", "admin", "docker", "lxd", "disk", "kmem", "shadow"];

/** systemd runs such a command with all privileges (systemd.service(5), "Command lines"). */
const PRIVILEGED = /^[-@:|]*[+!]/;

/** What a process may do with them amounts to being root (capabilities(7)). */
const ROOT_CAPABILITIES =
  /CAP_(SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|DAC_OVERRIDE|DAC_READ_SEARCH|FOWNER|CHOWN|SETUID|SETGID|SETFCAP)/;

type Site = Pick<SiteSettings, "project" | "unitOverrides">;

/**
 * A service that runs as root. `user: root` and the directives User and Group are refused as wrong
 * settings already; these are ways to much the same, which can be meant.
 */
export function rootFindings(sites: readonly Site[]): Finding[] {
  return sites.flatMap(({ project, unitOverrides }) =>
    Object.entries(unitOverrides).flatMap(([directive, value]): Finding[] => {
      const what = likeRoot(directive, value);
      if (what === undefined) return [];
      return [
        {
          path: `unitOverrides.${directive}`,
          level: "advisory",
          reason: `${what} in the service of ${project}: a hole in the project would be one in the whole server; take it away`,
        },
      ];
    }),
  );
}

function likeRoot(directive: string, value: string): string | undefined {
  if (directive === "SupplementaryGroups") {
    const groups = value.split(/\s+/).filter((group) => ROOT_GROUPS.includes(group));
    return groups.length > 0 ? `${groups.join(", ")} is as good as root` : undefined;
  }
  if (/^Exec[A-Z]/.test(directive) && PRIVILEGED.test(value)) return "a command runs as root";
  if (directive === "AmbientCapabilities" && ROOT_CAPABILITIES.test(value)) {
    return `${ROOT_CAPABILITIES.exec(value)?.[0]} is as good as root`;
  }
  return directive === "PermissionsStartOnly" && /^(1|yes|y|true|t|on)$/i.test(value)
    ? "commands before the start run as root"
    : undefined;
}
