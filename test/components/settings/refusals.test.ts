import { refusal } from "./read";

describe("each refusal is one line, and says what to do", () => {
  test.each<[Record<string, string>, string]>([
    [{ cloud: "aws" }, `cloud: "aws" is not a cloud; choose local or digitalocean`],
    [
      { cloud: "locl" },
      `cloud: "locl" is not a cloud (did you mean "local"?); choose local or digitalocean`,
    ],
    [
      { region: "fra2" },
      `region: "fra2" is not a region of DigitalOcean (did you mean "fra1"?); choose ams3, atl1, blr1, fra1, lon1, mem1, mkc1, nyc1, nyc2, nyc3, ric1, sfo2, sfo3, sgp1, syd1 or tor1`,
    ],
    [
      { port: "80" },
      `port: "80" is not a port that an ordinary user may open; choose one from 1024 to 65535`,
    ],
    [
      { port: "8e3" },
      `port: "8e3" is not a port that an ordinary user may open; choose one from 1024 to 65535`,
    ],
    [
      { appServer: "unicorn" },
      `appServer: "unicorn" is not an application server (did you mean "gunicorn"?); choose gunicorn, uwsgi or mod_wsgi`,
    ],
    [
      { webServer: "caddy" },
      `webServer: "caddy" is not a web server; choose nginx, apache or none`,
    ],
    [
      { supervisor: "supervisord" },
      `supervisor: "supervisord" is not a supervisor (did you mean "supervisor"?); choose systemd or supervisor`,
    ],
    [{ threads: "65" }, `threads: "65" is not a number of threads; choose one from 1 to 64`],
    [
      { workerClass: "eventlet" },
      `workerClass: "eventlet" is no more: gunicorn took this worker class out in 26.0; choose gevent or gthread`,
    ],
    [
      { workerClass: "gthred" },
      `workerClass: "gthred" is not a worker class of gunicorn (did you mean "gthread"?); choose sync, gthread or gevent`,
    ],
    [{ ipv6: "maybe" }, `ipv6: "maybe" is neither true nor false; give one of them`],
    [{ workers: "0" }, `workers: "0" is not a number of workers; give auto or a number from 1`],
    [
      { workers: "many" },
      `workers: "many" is not a number of workers; give auto or a number from 1`,
    ],
    [
      { sshAllowedCidrs: "203.0.113.7/32" },
      `sshAllowedCidrs: "203.0.113.7/32" is not a list; write one: pulumi config set --path 'sshAllowedCidrs[0]' 203.0.113.7/32`,
    ],
    [
      { sshAllowedCidrs: "[7]" },
      `sshAllowedCidrs[0]: "7" is not a network; write one such as 203.0.113.7/32`,
    ],
    [{ sshAllowedCidrs: "[[]]" }, `sshAllowedCidrs[0]: [] is not text; give one value`],
    [
      { sshAllowedCidrs: '["::/0","10.0.0.1/8"]' },
      `sshAllowedCidrs[1]: "10.0.0.1/8" has bits set behind its prefix; write 10.0.0.0/8 for the network, or 10.0.0.1/32 for the one address`,
    ],
    [
      { authorizedKeys: "~/.ssh/id.pub" },
      `authorizedKeys: "~/.ssh/id.pub" is not a list; write one: pulumi config set --path 'authorizedKeys[0]' 'ssh-ed25519 AAAA… name'`,
    ],
    [
      { authorizedKeys: '["ssh-dss x"]' },
      `authorizedKeys[0]: ssh-dss keys are too weak for OpenSSH; give the one line of a .pub file, as in "ssh-ed25519 AAAA… name"`,
    ],
    [
      { alertEmails: "ada@example.com" },
      `alertEmails: "ada@example.com" is not a list; write one: pulumi config set --path 'alertEmails[0]' ada@example.com`,
    ],
    [
      { alertEmails: '["ada@example.com","Bob <bob@example.com>"]' },
      `alertEmails[1]: "Bob <bob@example.com>" is not a plain e-mail address; write one such as ada@example.com`,
    ],
    [
      { source: "examples/hello" },
      `source: "examples/hello" is not an object; write one: pulumi config set --path source.directory FOLDER`,
    ],
    [{ source: "{}" }, `source.directory: not set; give a value`],
    [
      { source: '{"directroy":"x","directory":"y"}' },
      `source: unknown name "directroy" (did you mean "directory"?); choose directory`,
    ],
    [
      { unitOverrides: "x" },
      `unitOverrides: "x" is not an object; write one: pulumi config set --path unitOverrides.MemoryMax 400M`,
    ],
    [
      { unitOverrides: '{"User":"root"}' },
      `unitOverrides.User: the program sets User itself; use the user setting`,
    ],
    [
      { unitOverrides: '{"Nice":[1]}' },
      `unitOverrides.Nice: [1] is not text; write one value, as in a unit file`,
    ],
    [
      { domain: "https://x.org" },
      `domain: "https://x.org" has a scheme, port or path; give the name alone: x.org`,
    ],
    [
      { project: "my-site" },
      `project: "my-site" is not a name of a Python package; give the folder that holds wsgi.py: letters, digits and _, no digit first`,
    ],
    [
      { expiresAt: "8h" },
      `expiresAt: "8h" is not a time in ISO 8601; write one such as 2026-12-31T18:00:00Z`,
    ],
    [
      { regoin: "fra1" },
      `regoin: unknown key (did you mean "region"?); take it away with pulumi config rm regoin; Pulumi.yaml lists the keys`,
    ],
    [
      { database: "x" },
      `database: unknown key; take it away with pulumi config rm database; Pulumi.yaml lists the keys`,
    ],
  ])("%j", (config, line) => {
    expect(refusal({ cloud: "local", ...config })).toEqual([line]);
  });

  test("a private key is not repeated", () => {
    const pem =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----";
    const lines = refusal({ cloud: "local", authorizedKeys: JSON.stringify([pem]) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^authorizedKeys\[0\]: this is a private key: /);
    expect(lines[0]).not.toContain("b3Bl");
  });
});
