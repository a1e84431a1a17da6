import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/lib/project";
import { power } from "./support/cloud";
import { lastMessage, sign } from "./support/guestbook";
import { heading, send, statusOf } from "./support/http";
import { npmRun } from "./support/npm-run";
import { ProcessList } from "./support/process-list";
import { filesReadableBy, secretsIn, secretsOf, storedState } from "./support/secrets";
import { rebooted } from "./support/reboot";
import { Stack, type Outputs } from "./support/stack";
import { waitFor } from "./support/wait-for";

const stack = new Stack("serving");
let outputs: Outputs;
/** What the first `up` printed, and the processes that were seen meanwhile. */
let printed: string;
let processes: string;

beforeAll(async () => {
  await stack.init({ workers: undefined });
  const list = new ProcessList();
  printed = await stack.up().finally(() => (processes = list.stop()));
  outputs = await stack.outputs();
});

afterAll(() => stack.dispose());

/** The site from this machine, through nginx. */
const sites = () => [`http://${outputs.ipv4Address}/`, `http://[${outputs.ipv6Address}]/`];
const lines = (text: string) => text.split("\n").map((line) => line.trim());

test("one up makes a site that answers with the example's page, over IPv4 and IPv6", async () => {
  for (const url of sites()) expect(await heading(url)).toBe("Hello from Django");
});

test("the outputs say what there is", () => {
  expect(outputs).toMatchObject({
    url: `http://${outputs.ipv4Address}/`,
    ipv4Address: expect.stringMatching(/^198\.1[89]\.\d+\.\d+$/),
    ipv6Address: expect.stringMatching(/^2001:db8:d0:/),
    sshCommand: `npm run ssh -- --stack ${stack.name}`,
    release: expect.stringMatching(/^[0-9a-f]{12}$/),
    serviceStatus: {
      unit: "hello",
      activeState: "active",
      subState: "running",
      enabled: true,
      workers: 4,
      httpStatus: 200,
      reachable: true,
    },
  });
});

test("static files come from nginx, with their types", async () => {
  const style = await send(`${outputs.url}static/guestbook/style.css`);
  const example = join(ROOT, "examples/hello/guestbook/static/guestbook");
  expect(style).toMatchObject({
    status: 200,
    body: readFileSync(join(example, "style.css"), "utf8"),
    headers: { "content-type": "text/css", "cache-control": "no-cache" },
  });
  const image = await send(`${outputs.url}static/guestbook/drop.svg`);
  expect(image.headers["content-type"]).toBe("image/svg+xml");
  expect(await statusOf(`${outputs.url}static/admin/css/base.css`)).toBe(200);
  expect(await stack.ssh("grep -c /static/ /var/log/hello/access.log || true")).toBe("0");
});

test("what a visitor writes is kept, through a reboot from inside and one by the API", async () => {
  await sign(outputs.url, "Was here & will be");
  const reboots = [
    () => stack.trySsh("systemctl reboot"),
    async () => power(await stack.dropletId(), "reboot"),
  ];
  for (const reboot of reboots) {
    await rebooted(stack, reboot);
    for (const url of sites()) await waitFor(url, async () => (await statusOf(url)) === 200);
    expect(await lastMessage(outputs.url)).toBe("Was here &amp; will be");
  }
});

test("owners and modes are what they should be", async () => {
  const expected = {
    "/opt/hello": "root:root 755",
    "/opt/hello/releases": "root:root 755",
    "/opt/hello/venvs": "root:root 755",
    "/opt/hello/current/etc": "root:hello 750",
    "/opt/hello/current/etc/deployed_settings.py": "root:hello 640",
    "/opt/hello/current/etc/secrets.json": "root:hello 640",
    "/opt/hello/current/etc/allowed_hosts": "root:hello 640",
    "/etc/opt/hello": "root:hello 750",
    "/etc/opt/hello/gunicorn.conf.py": "root:hello 640",
    "/var/opt/hello": "hello:hello 751",
    "/var/opt/hello/db.sqlite3": "hello:hello 640",
    "/var/opt/hello/media": "hello:hello 755",
    "/var/log/hello": "hello:adm 750",
    "/var/lib/django-droplet": "root:root 700",
  };
  const paths = Object.keys(expected).join(" ");
  const found = lines(await stack.ssh(`stat --format '%n=%U:%G %a' ${paths}`));
  expect(Object.fromEntries(found.map((line) => line.split("=")))).toEqual(expected);
  expect(await stack.ssh("find /opt/hello ! -user root -o -perm /022 ! -type l")).toBe("");
});

test("the project's user has no shell, home or password, and nginx is not in its group", async () => {
  const [account, password, groups] = lines(
    await stack.ssh("getent passwd hello; getent shadow hello | cut -d : -f 2; id -nG www-data"),
  );
  expect(account).toMatch(/^hello:x:\d+:\d+::\/nonexistent:\/usr\/sbin\/nologin$/);
  expect(password).toBe("!");
  expect(groups).toBe("www-data");
});

test("the service is enabled, and both systemctl and service manage it", async () => {
  expect(lines(await stack.ssh("systemctl is-enabled hello.service hello.socket"))).toEqual([
    "enabled",
    "enabled",
  ]);
  for (const command of ["systemctl OF hello", "service hello OF"]) {
    const status = command.replace("OF", "status");
    const pid = "systemctl show --property MainPID --value hello";
    const [before, after, said] = lines(
      await stack.ssh(
        `${pid}; ${command.replace("OF", "restart")}; ${pid}; ${status} | grep Active:`,
      ),
    );
    expect(after).not.toBe(before);
    expect(said).toContain("active (running)");
    expect(await heading(outputs.url)).toBe("Hello from Django");
  }
});

test("systemd rates the unit's exposure at 1.5 or less", async () => {
  const rating = await stack.ssh("systemd-analyze security --no-pager hello.service | tail -n 1");
  expect(Number(/: ([\d.]+)/.exec(rating)?.[1])).toBeLessThanOrEqual(1.5);
});

test("only root reaches the metadata address", async () => {
  const ask =
    "curl --silent --output /dev/null --interface 127.0.0.1 --max-time 5 http://169.254.169.254/; echo $?";
  const answers = await stack.ssh(`
    ip address add 169.254.169.254/32 dev lo
    ${ask}
    runuser -u hello -- sh -c '${ask}'
    ip address del 169.254.169.254/32 dev lo
  `);
  // nginx answers there for as long as the address is the host's own; 7: could not connect.
  expect(lines(answers)).toEqual(["0", "7"]);
});

test("root logs in by key only", async () => {
  const methods = "PreferredAuthentications=password,keyboard-interactive";
  const login = await stack.trySsh("true", {
    options: ["-o", methods, "-o", "PubkeyAuthentication=no"],
  });
  expect(login).toMatchObject({ code: 255, stderr: expect.stringContaining("(publickey)") });
});

test("npm run ssh runs a command on the host", async () => {
  const run = (command: string) => npmRun("ssh", ["--stack", stack.name, command]);
  expect(await run("systemctl is-active hello")).toEqual({ code: 0, output: "active\n" });
  expect((await run("exit 3")).code).toBe(3);
});

test("logs are rotated, and gunicorn goes on in the new files", async () => {
  await stack.ssh("logrotate --force /etc/logrotate.d/hello");
  await send(`${outputs.url}?after-the-rotation`);
  await stack.ssh("systemctl reload hello");
  const logged =
    "cd /var/log/hello; grep -c after-the-rotation access.log; grep -c 'Hang up' gunicorn.log";
  await waitFor(
    "entries in the new logs",
    async () => (await stack.trySsh(logged)).stdout === "1\n1\n",
    10_000,
  );
  const files = lines(await stack.ssh("cd /var/log/hello; stat --format '%n %U:%G %a' *"));
  expect(files).toEqual([
    "access.log hello:adm 640",
    expect.stringMatching(/^access\.log\.1 hello:(adm|hello) 640$/),
    "gunicorn.log hello:adm 640",
    expect.stringMatching(/^gunicorn\.log\.1 hello:(adm|hello) 640$/),
  ]);
});

test("an up without a change changes no file on the host", async () => {
  await stack.up();
  await stack.ssh("touch /root/marker");
  expect(await stack.up()).toMatch(/Resources:\n {4}\d+ unchanged\n/);
  // Each login leaves its traces in the system's logs, and timers theirs in systemd's own folder.
  const changed = await stack.ssh(
    "find / -xdev \\( -path /run -o -path /var/log -o -path /var/lib/systemd \\) -prune -o -cnewer /root/marker -print",
  );
  expect(changed).toBe("");
});

test("a preview and a refresh without a change are silent", async () => {
  const preview = await stack.preview(["--expect-no-changes"]);
  expect(preview).not.toMatch(/serviceStatus|warning/);
  expect(await stack.refresh(["--expect-no-changes"])).not.toContain("warning");
});

test("a preview shows the changed lines of a text in plain, and no secret", async () => {
  stack.setConfig({ workers: "5" });
  const preview = await stack.preview(["--diff"]);
  stack.setConfig({ workers: undefined });
  const service = lines(preview).filter((line) => line.includes("--log-file="));
  expect(service).toEqual([
    expect.stringMatching(/^- .*--workers=4 /),
    expect.stringMatching(/^\+ .*--workers=5 /),
  ]);
  expect(secretsIn(await secretsOf(stack), preview)).toEqual([]);
});

test("no secret is printed, stored in plain, seen in a process list or readable on the host", async () => {
  const secrets = await secretsOf(stack);
  expect(secretsIn(secrets, printed)).toEqual([]);
  expect(secretsIn(secrets, storedState(stack))).toEqual([]);
  expect(processes).toContain("django-droplet-stage");
  expect(secretsIn(secrets, processes)).toEqual([]);
  expect(await filesReadableBy(stack, "nobody", Object.values(secrets))).toBe("");
  const { "the project's SECRET_KEY": own = "", ...others } = secrets;
  expect(await filesReadableBy(stack, "hello", Object.values(others))).toBe("");
  expect(await filesReadableBy(stack, "hello", [own])).toMatch(
    /^\/opt\/hello\/releases\/\w+\/etc\/secrets\.json$/,
  );
});
