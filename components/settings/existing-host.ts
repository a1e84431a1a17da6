import { SSH_PORT } from "../remote/host-key";
import { ROOT } from "../remote/root";
import { schema, type Values } from "./keys";
import type { Problems } from "./problems";
import { SettingError } from "./setting-error";
import { show } from "./wording";

/** A server that is there already: how it is reached. */
export interface Access {
  /** An IPv4 address, or a name. */
  address: string;
  /** In its short form. Absent: the server is served without IPv6. */
  ipv6Address?: string;
  /** sshd's. */
  port: number;
  /** root, or one who may run everything by sudo without a password. */
  user: string;
  /** The server's public key, `ssh-ed25519 AAAA…`. */
  hostKey: string;
  /** In OpenSSH's or PEM format, without a passphrase. A secret. */
  privateKey: string;
  /** A word for what runs on it: virtualenvs are made anew where it changes. */
  system: string;
}

/** Of the droplet that the program would make, or of the cloud that it makes it in. */
const OF_A_DROPLET = [
  ...["cloud", "region", "size", "image", "ipv6", "sshAllowedCidrs", "backups", "allowReplace"],
  ...["alertEmails", "monthlyBudgetUsd", "expiresAt"],
] as const satisfies (keyof Values)[];

const INSTEAD: Partial<Record<(typeof OF_A_DROPLET)[number], string>> = {
  ipv6: "; host.ipv6 has its address, or is left out",
  sshAllowedCidrs: "; its firewall is its owner's",
  alertEmails: "; DigitalOcean watches its droplets",
  monthlyBudgetUsd: "; what that costs is not known",
  expiresAt: "; destroying the stack leaves the server as it is",
};

/** Whether the config names a server. */
export function namesServer({ host }: Pick<Values, "host">): boolean {
  return Object.keys(host).length > 0;
}

/**
 * How the server of `host` is reached.
 *
 * @param inTheClear whether the config has the private key as plain text
 * @returns undefined where something is missing, which is among the problems
 */
export function chooseAccess(
  { host }: Values,
  inTheClear: boolean,
  problems: Problems,
): Access | undefined {
  const { address, ipv6, port = SSH_PORT, user = ROOT, hostKey, privateKey } = host;
  const missing = (name: string, todo: string) => {
    problems.check(["host"], () => {
      throw new SettingError(`host.${name}`, `not set; ${todo}`);
    });
  };
  // One at a time: each command needs what stands before it.
  if (address === undefined) {
    missing(
      "address",
      "give its IPv4 address or name: pulumi config set --path host.address 203.0.113.7",
    );
  } else if (hostKey === undefined) {
    const where = port === SSH_PORT ? address : `-p ${port} ${address}`;
    missing(
      "hostKey",
      `without it anybody between could be the server; from a network that you trust: pulumi config set --path host.hostKey "$(ssh-keyscan -t ed25519 ${where})"`,
    );
  } else if (privateKey === undefined) {
    missing(
      "privateKey",
      `give the key that ${user} of ${address} lets in: pulumi config set --secret --path host.privateKey < KEY`,
    );
  } else if (inTheClear) {
    problems.add(
      new SettingError(
        "host.privateKey",
        "it stands in the stack's config for everybody to read; replace the pair, since others may have seen it, and give the new one with --secret: pulumi config set --secret --path host.privateKey < KEY",
      ),
    );
  } else {
    return {
      ...{ address, port, user, hostKey, privateKey, system: host.system ?? "existing" },
      ...(ipv6 === undefined ? {} : { ipv6Address: ipv6 }),
    };
  }
  return undefined;
}

/** Passed over in silence, one of them would be taken to hold. Pulumi hands over defaults as if they were set. */
export function refuseDropletKeys(values: Values, problems: Problems): void {
  const byDefault = schema.parse({});
  for (const key of OF_A_DROPLET) {
    if (JSON.stringify(values[key]) === JSON.stringify(byDefault[key])) continue;
    const value = key === "size" ? values.size.slug : values[key];
    problems.add(
      new SettingError(
        key,
        `${show(value)} is of a droplet that the program makes, and host names a server that is there${INSTEAD[key] ?? ""}; take it away: pulumi config rm ${key} (or, for a droplet, pulumi config rm host)`,
      ),
    );
  }
}
