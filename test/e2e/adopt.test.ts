import { callApi } from "./support/cloud";
import { heading } from "./support/http";
import { npmRun } from "./support/npm-run";
import { OthersServer } from "./support/others-server";
import { Stack } from "./support/stack";

const server = new OthersServer();
const stack = new Stack("adopt");
let id = 0;

beforeAll(async () => {
  await server.make();
  ({ id } = server);
  await server.ssh("echo mine >/root/mine; cp .ssh/authorized_keys /root/keys-before");
  await stack.init({ allowReplace: undefined });
});

afterAll(async () => {
  await stack.dispose();
  await server.dispose();
});

test("a droplet with sites of others is refused, and stays as it is", async () => {
  await server.ssh(
    "mkdir -p /etc/nginx/sites-enabled; echo 'server { }' >/etc/nginx/sites-enabled/legacy",
  );
  const { code, output } = await npmRun("adopt", [
    "--stack",
    stack.name,
    String(id),
    "--",
    ...server.sshArguments(),
  ]);
  expect(output).toContain("this droplet has sites of others (/etc/nginx/sites-enabled/legacy)");
  expect(code).not.toBe(0);
  expect(await server.ssh("diff .ssh/authorized_keys keys-before; rm -r /etc/nginx")).toBe("");
});

test("another one becomes the stack's, and no up replaces it", async () => {
  const { code, output } = await npmRun("adopt", [
    "--stack",
    stack.name,
    String(id),
    "--",
    ...server.sshArguments(),
  ]);
  if (code !== 0) throw new Error(output.slice(-4_000));
  server.give();
  expect((await stack.changes()).filter((change) => change.includes("droplet"))).toEqual([
    "update django-host-droplet",
  ]);
  expect(await stack.up()).not.toContain("would mean another droplet");
  const outputs = await stack.outputs();
  expect(outputs).toMatchObject({
    ipv4Address: server.address,
    serviceStatus: { httpStatus: 200 },
  });
  expect(await heading(outputs.url)).toBe("Hello from Django");
  expect(await stack.dropletId()).toBe(id);
  expect(await stack.changes()).toEqual([]);
});

test("it has its own files and people's keys, and is behind the stack's firewall", async () => {
  expect(await stack.ssh("cat mine; head -n 1 .ssh/authorized_keys | diff - keys-before")).toBe(
    "mine",
  );
  const { droplet } = await callApi<{ droplet: { tags: string[] } }>("GET", `/v2/droplets/${id}`);
  expect(droplet.tags).toEqual([expect.stringMatching(/^django-host-tag-/)]);
});
