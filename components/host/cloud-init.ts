/** What the droplet is told at its first boot. */
export interface CloudInitOptions {
  /** The ed25519 host key that the program made, in OpenSSH's format. */
  hostKeyPrivate: string;
  hostKeyPublic: string;
}

/** sshd's configuration: put there at the first boot, and kept so by the first step. */
export const SSHD_CONFIG = `# Managed by django-droplet.
# The one key that clients pin: with others on offer some negotiate those first.
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
# Further keys of people, managed apart from the droplet's own.
AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/authorized_keys.d/%u
# Routers forget a silent connection after some minutes; a step may be silent for longer.
ClientAliveInterval 15
ClientAliveCountMax 8
`;

/**
 * cloud-init's user data: the host key, so that it is pinned from the first byte, and sshd's
 * configuration. As little as that, since a change of it would mean another droplet. JSON is YAML,
 * so no quoting can go wrong.
 */
export function renderCloudInit({ hostKeyPrivate, hostKeyPublic }: CloudInitOptions): string {
  return `#cloud-config\n${JSON.stringify(
    {
      disable_root: false,
      ssh_pwauth: false,
      ssh_deletekeys: true,
      ssh_genkeytypes: ["ed25519"],
      ssh_keys: { ed25519_private: hostKeyPrivate, ed25519_public: hostKeyPublic.trim() },
      write_files: [
        {
          path: "/etc/ssh/sshd_config.d/10-django-droplet.conf",
          permissions: "0600",
          content: SSHD_CONFIG,
        },
      ],
      runcmd: [["systemctl", "try-reload-or-restart", "ssh.service"]],
    },
    null,
    2,
  )}\n`;
}
