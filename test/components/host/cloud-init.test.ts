import { parse } from "yaml";
import { renderCloudInit } from "../../../components/host/cloud-init";

const PRIVATE = `-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn: "quoted" 'too' #\\\n-----END OPENSSH PRIVATE KEY-----\n`;
const PUBLIC = "ssh-ed25519 AAAAC3NzaC1 host\n";
const text = renderCloudInit({ hostKeyPrivate: PRIVATE, hostKeyPublic: PUBLIC });

describe("the droplet's user data", () => {
  test("begins with the line by which cloud-init knows it", () => {
    expect(text.split("\n")[0]).toBe("#cloud-config");
  });

  test("read as YAML, gives the keys byte by byte", () => {
    const { ssh_keys: keys } = parse(text) as { ssh_keys: unknown };
    expect(keys).toEqual({ ed25519_private: PRIVATE, ed25519_public: PUBLIC.trim() });
  });

  test("is the same to a reader of JSON: no quoting of YAML can go wrong", () => {
    expect(JSON.parse(text.replace(/^#.*\n/, ""))).toEqual(parse(text));
  });

  // A change of any of it means another droplet, so it is pinned as a whole.
  test("holds this and nothing else", () => {
    const { ssh_keys: _keys, ...rest } = parse(text) as Record<string, unknown>;
    expect(rest).toMatchInlineSnapshot(`
      {
        "disable_root": false,
        "runcmd": [
          [
            "systemctl",
            "try-reload-or-restart",
            "ssh.service",
          ],
        ],
        "ssh_deletekeys": true,
        "ssh_genkeytypes": [
          "ed25519",
        ],
        "ssh_pwauth": false,
        "write_files": [
          {
            "content": "# Managed by django-droplet.
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
      ",
            "path": "/etc/ssh/sshd_config.d/10-django-droplet.conf",
            "permissions": "0600",
          },
        ],
      }
    `);
  });

  test("leaves cloud-init no key to make that a client could negotiate instead", () => {
    const { ssh_genkeytypes: types, ssh_deletekeys: deletes } = parse(text) as Record<
      string,
      unknown
    >;
    expect(types).toEqual(["ed25519"]);
    expect(deletes).toBe(true);
  });
});
