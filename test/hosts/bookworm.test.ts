import { nspawnHosts } from "../../local/hosts/nspawn";
import { Keys, testSpec, useCloud } from "./test-cloud";

jest.setTimeout(600_000);

const cloud = useCloud(204);
const keys = new Keys();
const hosts = nspawnHosts(cloud);
const spec = testSpec(cloud, keys, 41, { image: "debian-12-x64", memoryMiB: 1024, vcpus: 2 });
const inside = (script: string) => keys.ssh(spec.ipv4, script);

beforeAll(async () => {
  await hosts.prepare(spec.image, () => undefined);
  await hosts.create(spec);
});

afterAll(() => keys.remove());

test("Debian 12 boots with its pinned key and is whole", async () => {
  expect(await inside(". /etc/os-release; echo $VERSION_CODENAME")).toBe("bookworm");
  expect(await inside("cloud-init status --wait >/dev/null; ls /etc/ssh/ssh_host_*_key")).toBe(
    "/etc/ssh/ssh_host_ed25519_key",
  );
  expect(await inside("systemctl --failed --plain --no-legend")).toBe("");
  expect(await inside("python3 -m venv /tmp/v >/dev/null 2>&1; echo $?")).toBe("1");
});

test("packages can be installed", async () => {
  const install = "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy";
  await inside(`${install} python3-venv >/dev/null 2>&1`);
  expect(await inside("python3 -m venv /tmp/w && /tmp/w/bin/pip --version | cut -c 1-3")).toBe(
    "pip",
  );
});

test("it reboots", async () => {
  await hosts.power(spec.id, "reboot");
  expect(await inside("free --mebi | awk '/^Mem/ { print $2 }'")).toBe("1024");
});
