import type { Drift } from "../../scripts/drift/model";
import { callApi, deleteDroplet } from "./support/cloud";
import { underLoad } from "./support/load";
import { npmRun } from "./support/npm-run";
import { secretsIn, secretsOf, storedState } from "./support/secrets";
import { Stack } from "./support/stack";

const stack = new Stack("drift");

beforeAll(async () => {
  await stack.init();
  await stack.up();
});

afterAll(() => stack.dispose());

const drift = (...args: string[]) => npmRun("drift", ["--stack", stack.name, ...args]);
const repair = () => npmRun("up", ["--stack", stack.name, "--repair"]);

interface Firewall {
  name: string;
  inbound_rules: object[];
  outbound_rules: object[];
  tags: string[];
}

/** Lets the internet reach a database, as somebody may do in DigitalOcean's panel. */
async function openPort(port: string): Promise<void> {
  const name = await firewallName();
  const { firewalls } = await callApi<{ firewalls: (Firewall & { id: string })[] }>(
    "GET",
    "/v2/firewalls?per_page=200",
  );
  const found = firewalls.find((each) => each.name === name);
  if (!found) throw new Error(`no firewall is called ${name}`);
  const rule = { protocol: "tcp", ports: port, sources: { addresses: ["0.0.0.0/0"] } };
  const { id, inbound_rules, outbound_rules, tags } = found;
  await callApi("PUT", `/v2/firewalls/${id}`, {
    ...{ name, outbound_rules, tags, inbound_rules: [...inbound_rules, rule] },
  });
}

async function firewallName(): Promise<string> {
  const resources = await stack.resources();
  return String(resources.find(({ type }) => type.includes("firewall:"))?.outputs["name"]);
}

/** Each with what is said of it. */
const EDITS: readonly (readonly [edit: string, what: RegExp, is: string])[] = [
  [
    "sed -i 's/client_max_body_size 20m/client_max_body_size 99m/' /etc/nginx/sites-available/hello",
    /^\/etc\/nginx\/sites-available\/hello$/,
    "differs",
  ],
  [
    "chmod 0666 /etc/systemd/system/hello.service",
    /^\/etc\/systemd\/system\/hello\.service$/,
    "mode is 0666, not 0644",
  ],
  ["systemctl disable hello.socket", /^unit hello\.socket$/, "is disabled, not enabled"],
  [
    "echo '# by hand' >>/etc/opt/hello/gunicorn.conf.py",
    /^\/etc\/opt\/hello\/gunicorn\.conf\.py$/,
    "differs",
  ],
  [
    "sed -i 's/Hello from Django/A hot fix/' /opt/hello/current/src/guestbook/templates/guestbook/index.html",
    /^\/opt\/hello\/releases\/\w+\/src\/guestbook\/templates\/guestbook\/index\.html$/,
    "differs",
  ],
  [
    "rm /opt/hello/current/static/guestbook/style.css",
    /^\/opt\/hello\/releases\/\w+\/static\/guestbook\/style\.css$/,
    "is missing",
  ],
  [
    "sed -i 's/secretKey\":\"/&x/' /opt/hello/current/etc/secrets.json",
    /^\/opt\/hello\/releases\/\w+\/etc\/secrets\.json$/,
    "differs",
  ],
  ["systemctl mask nginx.service", /^unit nginx\.service$/, "is masked"],
  [
    "nft delete table inet django_droplet_metadata",
    /^nftables' table django_droplet_metadata$/,
    "is not loaded",
  ],
  ["usermod --shell /bin/bash hello", /^user hello$/, "shell is /bin/bash, not /usr/sbin/nologin"],
  ["chmod 0777 /var/log/hello", /^\/var\/log\/hello$/, "mode is 0777, not 0750"],
  [
    "sed -i 's/PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config.d/10-django-droplet.conf",
    /^\/etc\/ssh\/sshd_config\.d\/10-django-droplet\.conf$/,
    "differs",
  ],
];

test("after an up there is none, and to look changes nothing", async () => {
  const before = storedState(stack);
  const { code, output } = await drift();
  expect(output).toMatch(
    /^## Drift of `e2e-drift-[\w-]+`\n\n\*\*No drift\.\*\* As applied: 22 files, .*, 1 release, and all in the cloud\.\n$/,
  );
  expect(code).toBe(0);
  expect(storedState(stack)).toBe(before);
});

test("every hand edit is named, with its lines, and without a secret", async () => {
  await stack.ssh(EDITS.map(([edit]) => edit).join("\n"));
  await openPort("5432");
  const { code, output } = await drift("--json");
  const { host, cloud } = JSON.parse(output) as Drift;
  expect(code).toBe(2);
  for (const [edit, what, is] of EDITS) {
    const found = host.findings.filter((finding) => what.test(finding.what));
    expect([edit, found]).toEqual([edit, [expect.objectContaining({ is })]]);
  }
  expect(host.findings).toHaveLength(EDITS.length);
  expect(cloud.findings).toMatchObject([{ what: "firewall's inboundRules", is: "differ" }]);

  const shown = await drift();
  expect(shown.code).toBe(2);
  expect(shown.output).toMatch(/^-\tclient_max_body_size 20m;\n\+\tclient_max_body_size 99m;$/m);
  expect(shown.output).toMatch(/^\+ {4}<h1>A hot fix<\/h1>$/m);
  expect(shown.output).toMatch(/^\+- portRange: "5432"$/m);
  expect(shown.output).toContain(`$ npm run up -- --stack ${stack.name} --repair`);
  expect(secretsIn(await secretsOf(stack), output + shown.output)).toEqual([]);
});

test("a repair puts all of it back, host and cloud, and no visitor gets an error", async () => {
  const { url } = await stack.outputs();
  const report = await underLoad("repair", [url], async () => {
    const { code, output } = await repair();
    if (code !== 0) throw new Error(output.slice(-4_000));
  });
  expect(report).toMatchObject({ failed: 0 });
  expect(Object.keys(report.pages)).toContain("Hello from Django");
  const { code, output } = await drift();
  expect([code, output]).toEqual([0, expect.stringContaining("**No drift.**")]);
});

test("what is not the stack's stays until somebody does what it says", async () => {
  const path = "/etc/systemd/system/hello.service.d/override.conf";
  await stack.ssh(`
    mkdir ${path.replace("/override.conf", "")}
    printf '[Service]\\nEnvironment=API_KEY=hunter2\\n' >${path}
    systemctl daemon-reload`);
  const { code, output } = await drift("--json");
  const { host } = JSON.parse(output) as Drift;
  expect(host.findings.map(({ what }) => what)).toEqual([path]);
  expect(output).not.toContain("hunter2");
  expect(code).toBe(2);
  await stack.ssh(host.findings[0]?.byHand?.command ?? "");
  expect((await drift()).code).toBe(0);
});

test("of a droplet that is gone the cloud tells, and the host is one line", async () => {
  await deleteDroplet(await stack.dropletId());
  const { code, output } = await drift();
  expect(output).toMatch(/^198\.\S+ does not answer \(.*\): is the droplet on\?$/m);
  expect(output).toMatch(/`droplet` \| is gone, with its disk and its address/);
  expect(code).toBe(1);
});
