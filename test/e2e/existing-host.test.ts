import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { heading, statusOf } from "./support/http";
import { npmRun } from "./support/npm-run";
import { OthersServer } from "./support/others-server";
import { Stack, type Outputs } from "./support/stack";
import { ed25519Pair } from "../support/ed25519";

/** Such a stack is none of the local cloud: it has the backend and the passphrase that its user has. */
const backend = mkdtempSync(join(tmpdir(), "django-droplet-backend-"));
process.env["PULUMI_BACKEND_URL"] = `file://${backend}`;
process.env["PULUMI_CONFIG_PASSPHRASE"] = "its user's";

const server = new OthersServer();
const stack = new Stack("existing");
const domain = { host: "hello.example.com" };
let outputs: Outputs;
const page = () => `http://${server.address}/`;

/** As its user runs it, with nothing of a cloud in the environment. */
async function pulumi(...args: readonly string[]): Promise<{ code: number; output: string }> {
  return npmRun("pulumi", [...args, "--stack", stack.name, "--non-interactive"]);
}

async function up(): Promise<string> {
  const { code, output } = await pulumi("up", "--yes", "--skip-preview");
  if (code !== 0) throw new Error(output.slice(-4_000));
  outputs = await stack.outputs();
  stack.forgetConnection();
  return output;
}

async function upFails(): Promise<string> {
  const { code, output } = await pulumi("up", "--yes", "--skip-preview");
  expect(code).not.toBe(0);
  return output;
}

const set = (path: string, value: string, ...flags: readonly string[]) =>
  stack.pulumi(["config", "set", ...flags, "--path", `host.${path}`, value]);

beforeAll(async () => {
  await server.make();
  await stack.init({
    ...{ cloud: undefined, allowReplace: undefined },
    host: { address: server.address, ipv6: server.ipv6, hostKey: server.hostKeys },
  });
  // The line's end keeps the command line from taking it for a flag.
  await set("privateKey", `\n${server.login.private}`, "--secret");
  // Somebody has a site there, which answers to all names, and a person who may do everything.
  await server.ssh(`
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && apt-get install -qq --no-install-recommends nginx >/dev/null
    echo 'server { listen 80 default_server; listen [::]:80 default_server; return 200 legacy; }' \\
      >/etc/nginx/sites-available/default
    systemctl reload nginx
    useradd --create-home ops
    install -d -m 0700 -o ops -g ops /home/ops/.ssh
    install -m 0600 -o ops -g ops /root/.ssh/authorized_keys /home/ops/.ssh/authorized_keys
    echo 'ops ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/ops
    cp /root/.ssh/authorized_keys /root/keys-before`);
});

afterAll(async () => {
  await stack.dispose();
  await server.dispose();
  rmSync(backend, { recursive: true });
});

test("a site without a domain would take somebody's visitors: one line, and nothing is changed", async () => {
  expect(await upFails()).toContain(
    "django-droplet: nginx of this server has sites of others (/etc/nginx/sites-enabled/default), whose visitors by other names hello would take: give each site a domain",
  );
  expect(await server.ssh("ls /opt; curl -s http://127.0.0.1/")).toBe("legacy");
});

test("with one it serves beside them, and nothing of a cloud is made", async () => {
  stack.setConfig({ domain: domain.host });
  await up();
  expect(await heading(page(), domain)).toBe("Hello from Django");
  expect(await heading(`http://[${server.ipv6}]/`, domain)).toBe("Hello from Django");
  expect(
    await server.ssh(
      "curl -s http://127.0.0.1/ http://other.example/ --resolve other.example:80:127.0.0.1",
    ),
  ).toBe("legacylegacy");
  expect(outputs).toMatchObject({
    ...{ ipv4Address: server.address, ipv6Address: server.ipv6, url: `http://${domain.host}/` },
    serviceStatus: { activeState: "active", httpStatus: 200, workers: 2 },
  });
  expect(outputs).not.toHaveProperty("monthlyCostUsd");
  const types = (await stack.resources()).map(({ type }) => type);
  expect(types.filter((type) => /digitalocean|tls/.test(type))).toEqual([]);
});

test("a run that changes nothing changes nothing; preview, status and ssh know the server", async () => {
  expect(await stack.changes()).toEqual([]);
  expect((await npmRun("preview", ["--stack", stack.name])).code).toBe(0);
  const status = await npmRun("status", ["--stack", stack.name]);
  expect(status.output).toContain(server.address);
  expect(status.code).toBe(0);
  const ssh = await npmRun("ssh", ["--stack", stack.name, "hostname"]);
  expect(ssh.output).toBe(`${server.name}\n`);
});

test("the key is a secret in the state, and in nothing that is printed", async () => {
  const [, line = "none"] = server.login.private.split("\n");
  expect(await stack.pulumi(["stack", "export"])).not.toContain(line);
  expect(await stack.preview(["--json"])).not.toContain(line);
});

test("another user does the same by sudo, and other workers and people come along", async () => {
  const person = `${ed25519Pair().public.trim()} person`;
  await set("user", "ops");
  stack.source.setHeading("by sudo");
  stack.setConfig({ workers: "3", authorizedKeys: [person] });
  await up();
  expect(await heading(page(), domain)).toBe("by sudo");
  expect(outputs.serviceStatus).toMatchObject({ httpStatus: 200, workers: 3 });
  expect(await stack.ssh("id -un")).toBe("ops");
  expect((await npmRun("status", ["--stack", stack.name])).code).toBe(0);
  expect(await server.ssh("cat /home/ops/.ssh/authorized_keys")).toBe(
    `${await server.ssh("cat /root/keys-before")}\n${person} managed-by-django-droplet`,
  );
  expect(
    await server.ssh(
      "ls /var/lib/django-droplet-arrivals; diff /root/keys-before /root/.ssh/authorized_keys",
    ),
  ).toBe("");
  expect(await stack.changes()).toEqual([]);
});

test("another host key is refused", async () => {
  await set("hostKey", ed25519Pair().public.trim());
  expect(await upFails()).toContain("host key");
  await set("hostKey", server.hostKeys);
});

test("destroying the stack leaves the server as it is, and its sites serving", async () => {
  // What `npm run down` runs, which asks first.
  const { code } = await pulumi("destroy", "--refresh", "--yes", "--skip-preview");
  expect(code).toBe(0);
  expect(await statusOf(page(), domain)).toBe(200);
  expect(await server.ssh("curl -s http://127.0.0.1/")).toBe("legacy");
});
