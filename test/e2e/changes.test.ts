import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { heading, send, statusOf } from "./support/http";
import { underLoad } from "./support/load";
import { Stack, type Outputs } from "./support/stack";

const stack = new Stack("changes");
let outputs: Outputs;
let dropletId: number;

beforeAll(async () => {
  await stack.init({ workers: undefined });
  await stack.up();
  outputs = await stack.outputs();
  dropletId = await stack.dropletId();
});

afterAll(() => stack.dispose());

const sites = () => [`http://${outputs.ipv4Address}/`, `http://[${outputs.ipv6Address}]/`];
const up = () => stack.up();

/** An `up` during which nobody may be turned away. */
async function upUnderLoad(what: string): Promise<Record<string, number>> {
  const { failed, failures, pages, requests } = await underLoad(what, sites(), up);
  expect({ failed, failures }).toEqual({ failed: 0, failures: {} });
  expect(requests).toBeGreaterThan(50);
  return pages;
}

test("more workers: only what depends on them changes, and nobody is turned away", async () => {
  stack.setConfig({ workers: "5" });
  expect(await stack.changes()).toEqual([
    "update django-hello-activation",
    "update django-hello-service",
  ]);
  await upUnderLoad("4 → 5 workers");
  const workers = "pgrep -c -P $(systemctl show --property MainPID --value hello)";
  expect(await stack.ssh(workers)).toBe("5");
  expect((await stack.outputs()).serviceStatus["workers"]).toBe(5);
});

test("new code is served, and nobody is turned away", async () => {
  stack.source.setHeading("The second release");
  const pages = await upUnderLoad("new code");
  expect(Object.keys(pages).sort()).toEqual(["Hello from Django", "The second release"]);
  for (const url of sites()) expect(await heading(url)).toBe("The second release");
  expect((await stack.outputs()).release).not.toBe(outputs.release);
});

test("the code before is served again, and nobody is turned away", async () => {
  stack.source.restore();
  await upUnderLoad("back to the old code");
  for (const url of sites()) expect(await heading(url)).toBe("Hello from Django");
  expect((await stack.outputs()).release).toBe(outputs.release);
});

test("a directive of the unit changes, and nobody is turned away", async () => {
  stack.setConfig({ unitOverrides: { Nice: 5 } });
  await upUnderLoad("unitOverrides");
  const nice = "ps --no-headers -o ni -p $(systemctl show --property MainPID --value hello)";
  expect(await stack.ssh(nice)).toBe("5");
});

test("a new requirement is installed and imported, and nobody is turned away", async () => {
  stack.source.append("requirements.txt", "six==1.17.0\n");
  stack.source.append("hello/wsgi.py", "\nimport six\n\nassert six.__version__ == '1.17.0'\n");
  stack.source.setHeading("With six");
  await upUnderLoad("a new requirement");
  expect(await heading(outputs.url)).toBe("With six");
});

test("a port changes on both loopback addresses", async () => {
  stack.setConfig({ port: 8123 });
  const { requests, failed } = await underLoad("another port", sites(), up);
  expect(failed).toBeLessThan(requests / 2);
  const ports = await stack.ssh(
    "ss -Hltn 'sport = 8123 or sport = 8000' | awk '{ print $4 }' | sort",
  );
  expect(ports.split("\n")).toEqual(["127.0.0.1:8123", "[::1]:8123"]);
  for (const url of sites()) expect(await heading(url)).toBe("With six");
});

test("a domain set: only it is answered; unset: the addresses are again", async () => {
  stack.setConfig({ domain: "guests.example" });
  await stack.up();
  expect((await stack.outputs()).url).toBe("http://guests.example/");
  for (const url of sites()) {
    expect(await heading(url, { host: "guests.example" })).toBe("With six");
    expect(await statusOf(url, { host: "other.example" })).toBe("ECONNRESET");
    expect(await statusOf(url)).toBe("ECONNRESET");
  }
  stack.setConfig({ domain: undefined });
  await stack.up();
  for (const url of sites()) expect(await heading(url)).toBe("With six");
});

test("a person's key lets in, and no more once it is taken away; the droplet stays", async () => {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-person-"));
  const key = join(folder, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key]);
  const privateKey = readFileSync(key, "utf8");
  const login = async () => (await stack.trySsh("true", { privateKey })).code;
  try {
    stack.setConfig({ authorizedKeys: [readFileSync(`${key}.pub`, "utf8").trim()] });
    expect(await stack.changes()).toEqual(["update django-host-ready"]);
    await stack.up();
    expect(await stack.ssh("stat --format '%U %a' /etc/ssh/authorized_keys.d/root")).toBe(
      "root 600",
    );
    expect(await login()).toBe(0);
    stack.setConfig({ authorizedKeys: undefined });
    await stack.up();
    expect(await stack.ssh("ls /etc/ssh/authorized_keys.d")).toBe("");
    expect(await login()).toBe(255);
    expect(await stack.dropletId()).toBe(dropletId);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("without IPv6 nothing listens on its addresses; the droplet stays", async () => {
  stack.setConfig({ ipv6: "false" });
  await stack.up();
  const listening = "ss -Hltn6 'sport = 80 or sport = 8123'";
  expect(await stack.ssh(listening)).toBe("");
  expect(await statusOf(sites()[0] ?? "")).toBe(200);
  expect(await statusOf(sites()[1] ?? "")).toBe("ECONNREFUSED");
  expect(await stack.outputs()).toMatchObject({ ipv6Address: "", url: outputs.url });
  expect(await stack.dropletId()).toBe(dropletId);

  stack.setConfig({ ipv6: undefined });
  await stack.up();
  for (const url of sites()) expect(await heading(url)).toBe("With six");
  expect(await stack.dropletId()).toBe(dropletId);
});

test("a renamed project takes the old one's place; the old one's data is kept", async () => {
  stack.source.renameProject("salut");
  stack.source.edit(
    "guestbook/templates/guestbook/index.html",
    "<h1>With six</h1>",
    "<h1>Salut</h1>",
  );
  await stack.up();
  for (const url of sites()) expect(await heading(url)).toBe("Salut");
  const left = await stack.ssh(`
    ls -d /opt/* /etc/opt/* /var/opt/* /etc/nginx/sites-*/* /etc/logrotate.d/{hello,salut} \\
      /etc/systemd/system/{hello,salut}.* /var/lib/django-droplet/sites/* 2>/dev/null || true
    systemctl list-units --all --plain --no-legend 'hello*' 'salut*' | awk '{ print $1, $3 }'
    stat --format '%n %U' /var/opt/hello/db.sqlite3
  `);
  expect(left.split("\n")).toEqual([
    "/etc/logrotate.d/salut",
    "/etc/nginx/sites-available/catch-all",
    "/etc/nginx/sites-available/default",
    "/etc/nginx/sites-available/salut",
    "/etc/nginx/sites-enabled/catch-all",
    "/etc/nginx/sites-enabled/salut",
    "/etc/opt/salut",
    "/etc/systemd/system/salut.service",
    "/etc/systemd/system/salut.socket",
    "/opt/salut",
    "/var/lib/django-droplet/sites/salut",
    "/var/opt/hello",
    "/var/opt/salut",
    "salut.service active",
    "salut.socket active",
    "/var/opt/hello/db.sqlite3 hello",
  ]);
  expect((await send(outputs.url)).body).toContain("Nobody has signed yet");
  expect((await stack.outputs()).serviceStatus).toMatchObject({ unit: "salut", httpStatus: 200 });
});
