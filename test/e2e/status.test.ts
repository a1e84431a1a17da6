import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { power } from "./support/cloud";
import { statusOf } from "./support/http";
import { npmRun } from "./support/npm-run";
import { Stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

const stack = new Stack("status");

beforeAll(async () => {
  await stack.init({ workers: undefined });
  await stack.up();
});

afterAll(() => stack.dispose());

const status = (...args: string[]) => npmRun("status", ["--stack", stack.name, ...args]);

/** All is as it was before a test. */
async function mend(): Promise<void> {
  await stack.ssh(`
    chmod 0640 /etc/opt/hello/gunicorn.conf.py
    systemctl reset-failed hello.socket hello.service 2>/dev/null || true
    systemctl start hello.socket hello.service nginx.service
  `);
}

test("a service that is well: 0, and a screen with all that the chapter reads", async () => {
  const { code, output } = await status();
  expect(output).toMatch(/^e2e-status-\S+ · 198\.\S+ · s-1vcpu-1gb · up \d+ min · /);
  expect(output).toMatch(/^service +hello active \(running\) since .* · enabled$/m);
  expect(output).toMatch(
    /socket active: 127\.0\.0\.1:8000 \[::1\]:8000 · nginx active · GET \/ 200/,
  );
  expect(output).toMatch(/^capacity too early to tell · 4 workers by the rule$/m);
  expect(output.match(/worker \d+ +\d+\.\d +\d+\.\d +\d+\.\d$/gm)).toHaveLength(4);
  expect(output).toMatch(/^memory +1024 MiB: used \d/m);
  expect(output).toMatch(
    /^cpu +us \d+ {2}sy \d+ {2}ni \d+ {2}id \d+ {2}wa \d+ {2}hi \d+ {2}si \d+ {2}st \d+ %/m,
  );
  expect(output).toMatch(
    /^load +\d+\.\d\d {2}\d+\.\d\d {2}\d+\.\d\d · 1 core, better below 0\.7$/m,
  );
  expect(code).toBe(0);
});

test("asked for early, the capacity is judged on what there is", async () => {
  const { output } = await status("--early", "--json");
  const { capacity } = JSON.parse(output) as { capacity: { verdict: string; findings: object[] } };
  expect(capacity.verdict).not.toMatch(/tooEarly|unknown/);
  expect(capacity.findings).toContainEqual(expect.objectContaining({ section: "6.6" }));
});

test("the page with plots is one file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-page-"));
  try {
    const file = join(folder, "status.html");
    await status("--html", file);
    expect(readFileSync(file, "utf8").match(/<svg /g)).toHaveLength(4);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the capacity is an output, and an up without a change leaves all outputs as they are", async () => {
  const before = await stack.pulumi(["stack", "output", "--json"]);
  expect(JSON.parse(before)).toMatchObject({
    capacity: { verdict: "tooEarly", suggestedWorkers: 4 },
  });
  await stack.up();
  expect(await stack.pulumi(["stack", "output", "--json"])).toBe(before);
});

test("a stopped service whose socket listens is told of, and not started by the question", async () => {
  await stack.ssh("systemctl stop hello.service 2>/dev/null");
  const { code, output } = await status();
  expect(output).toContain("bad  hello is stopped while its socket listens");
  expect(output).toContain("GET / not asked");
  expect(code).toBe(1);
  expect((await stack.trySsh("systemctl is-active hello.service")).stdout).toBe("inactive\n");
  await mend();
});

test("a service that is stopped with its socket", async () => {
  await stack.ssh("systemctl stop hello.socket hello.service");
  const { code, output } = await status();
  expect(output).toContain("bad  hello is stopped, and its socket too");
  expect(code).toBe(1);
  await mend();
});

test("a service that cannot start is started again until it can, with the log's end that says why", async () => {
  const config = "/etc/opt/hello/gunicorn.conf.py";
  await stack.ssh(`chmod 0 ${config}; systemctl restart hello.service || true`);
  // systemd's own limit is five starts within ten seconds.
  const failing = await waitFor("the tenth start", async () => {
    const { code, output } = await status();
    expect(code).toBe(1);
    expect(output).toMatch(/bad {2}hello (ended|is activating)/);
    const [, times] = /started it again (\d+) times/.exec(output) ?? [];
    return (
      Number(times) > 10 && /^the end of journalctl -u hello\.service:$/m.test(output) && output
    );
  });
  expect(failing).toContain("gunicorn.conf.py");
  await stack.ssh(`chmod 0640 ${config}`);
  const asked = "systemctl is-active hello.service";
  await waitFor("it to run", async () => (await stack.trySsh(asked)).stdout === "active\n");
  expect(await statusOf((await stack.outputs()).url)).toBe(200);
  await mend();
});

test("a web server that is stopped", async () => {
  await stack.ssh("systemctl stop nginx.service");
  const { code, output } = await status();
  expect(output).toContain("bad  the web server nginx.service is inactive (dead)");
  expect(output).toMatch(/^the end of journalctl -u nginx\.service:$/m);
  expect(code).toBe(1);
  await mend();
});

test("a project that answers with an error, with its traceback", async () => {
  const views = "/opt/hello/current/src/hello/urls.py";
  await stack.ssh(
    `cp ${views} /root/; echo 'raise RuntimeError("not today")' >>${views}; systemctl restart hello`,
  );
  const { ipv4Address } = await stack.outputs();
  await waitFor("an error", async () => (await statusOf(`http://${ipv4Address}/`)) === 500);
  const { code, output } = await status();
  expect(output).toContain("bad  GET / on the host answers with 500");
  expect(output).toMatch(/^the end of \/var\/log\/hello\/gunicorn\.log:$/m);
  expect(output).toContain("RuntimeError: not today");
  expect(code).toBe(1);
  await stack.ssh(`cp /root/urls.py ${views}; systemctl restart hello`);
});

test("a host that is gone is one line", async () => {
  await power(await stack.dropletId(), "power_off");
  const { code, output } = await status();
  expect(output).toMatch(/^django-droplet: 198\.\S+ does not answer \(.*\): is it on\?\n$/);
  expect(code).toBe(1);
});
