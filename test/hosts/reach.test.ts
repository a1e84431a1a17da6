import { nspawnHosts } from "../../local/hosts/nspawn";
import type { FlowRule } from "../../local/hosts/types";
import { Keys, testSpec, useCloud } from "./test-cloud";

jest.setTimeout(300_000);

const cloud = useCloud(202);
const keys = new Keys();
const hosts = nspawnHosts(cloud);
const web = "systemd-run --quiet --unit=web python3 -m http.server --bind :: 8000";
const open = testSpec(cloud, keys, 21);
const early = `curl --silent --max-time 2 http://${open.ipv4}:8000; echo $? >/root/early`;
const filtered = testSpec(cloud, keys, 22, { userData: keys.userData({ bootcmd: [early] }) });

const ANY = ["0.0.0.0/0", "::/0"];
const allow = (
  direction: FlowRule["direction"],
  protocol: FlowRule["protocol"],
  ports: string,
  addresses = ANY,
): FlowRule => ({ direction, protocol, ports, addresses });
const SSH = allow("inbound", "tcp", "22");

/** One try of one second for a name; by itself the resolver takes twenty. */
const LOOK_UP = "RES_OPTIONS='timeout:1 attempts:1' getent hosts deb.debian.org";

/** Which of a host's addresses can be fetched or pinged from another host. */
async function reaches(from: typeof open, to: typeof open) {
  const script = [to.ipv4, to.ipv6].flatMap((address) => {
    const url = address.includes(":") ? `[${address}]` : address;
    return [
      `curl --silent --globoff --max-time 2 -o /dev/null http://${url}:8000 && echo tcp ${address} &`,
      `ping -q -c 1 -W 2 ${address} >/dev/null && echo icmp ${address} &`,
    ];
  });
  const reached = await keys.ssh(from.ipv4, `${script.join("\n")}\nwait`);
  const has = (what: string) => reached.split("\n").includes(what);
  return {
    tcp4: has(`tcp ${to.ipv4}`),
    tcp6: has(`tcp ${to.ipv6}`),
    icmp4: has(`icmp ${to.ipv4}`),
    icmp6: has(`icmp ${to.ipv6}`),
  };
}
/** Both ways at once, since what is dropped is waited for. */
const bothWays = () => Promise.all([reaches(open, filtered), reaches(filtered, open)]);
const ALL = { tcp4: true, tcp6: true, icmp4: true, icmp6: true };
const NONE = { tcp4: false, tcp6: false, icmp4: false, icmp6: false };

beforeAll(async () => {
  await hosts.prepare(open.image, () => undefined);
  await hosts.create(open);
  await keys.ssh(open.ipv4, web);
  await hosts.applyFirewall(filtered.id, [SSH]);
  await hosts.create(filtered);
  await keys.ssh(filtered.ipv4, `cloud-init status --wait >/dev/null; ${web}`);
});

afterAll(() => keys.remove());

test("a firewall that was there before the host holds from its first moment", async () => {
  expect(await keys.ssh(filtered.ipv4, "cat /root/early")).toBe("28");
});

test("what no rule allows is dropped, both ways", async () => {
  expect(await bothWays()).toEqual([NONE, NONE]);
  expect(await keys.ssh(filtered.ipv4, `${LOOK_UP}; echo $?`)).toBe("2");
});

test("replies pass, over IPv6 too", async () => {
  expect(await keys.ssh(filtered.ipv6, "echo in")).toBe("in");
});

test("inbound rules let in from their addresses only", async () => {
  await hosts.applyFirewall(filtered.id, [
    SSH,
    allow("inbound", "tcp", "8000-8001", [open.ipv4]),
    allow("inbound", "icmp", "all", [`${cloud.ipv6Prefix}::/64`]),
  ]);
  expect(await bothWays()).toEqual([{ ...NONE, tcp4: true, icmp6: true }, NONE]);
});

test("outbound rules let out to their addresses only", async () => {
  await hosts.applyFirewall(filtered.id, [
    SSH,
    allow("outbound", "tcp", "all", ["::/0"]),
    allow("outbound", "icmp", "all", ["0.0.0.0/0"]),
    allow("outbound", "udp", "53"),
  ]);
  expect(await bothWays()).toEqual([NONE, { ...NONE, tcp6: true, icmp4: true }]);
  expect(await keys.ssh(filtered.ipv4, "getent hosts deb.debian.org >/dev/null; echo $?")).toBe(
    "0",
  );
});

test("the rules of the sender hold as well as those of the receiver", async () => {
  const everything = (["tcp", "udp", "icmp"] as const).flatMap((protocol) => [
    allow("inbound", protocol, "all"),
    allow("outbound", protocol, "all"),
  ]);
  await hosts.applyFirewall(filtered.id, everything);
  expect(await reaches(open, filtered)).toEqual(ALL);
  await hosts.applyFirewall(open.id, [SSH]);
  expect(await bothWays()).toEqual([NONE, NONE]);
  await hosts.applyFirewall(open.id, null);
});

test("without a firewall hosts reach each other and the machine reaches them", async () => {
  await hosts.applyFirewall(filtered.id, null);
  expect(await bothWays()).toEqual([ALL, ALL]);
  for (const address of [open.ipv4, open.ipv6, filtered.ipv4, filtered.ipv6]) {
    expect(await keys.ssh(address, "echo reached")).toBe("reached");
  }
  for (const address of [`${cloud.ipv4Prefix}.1`, `${cloud.ipv6Prefix}::1`]) {
    expect(await keys.ssh(open.ipv4, `ping -q -c 1 -W 2 ${address} >/dev/null; echo $?`)).toBe("0");
  }
});

test("IPv6 beyond the machine fails at once instead of timing out", async () => {
  const started = performance.now();
  await keys.ssh(open.ipv4, "curl --silent --globoff --max-time 20 http://[2001:db8::1]; true");
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("nobody sends in another's name", async () => {
  const other = `${cloud.ipv4Prefix}.77`;
  const ping = `ping -q -c 1 -W 1 -I ${other} ${cloud.ipv4Prefix}.1 >/dev/null; echo $?`;
  expect(await keys.ssh(open.ipv4, `ip addr add ${other}/32 dev eth0; ${ping}`)).toBe("1");
});

test("an IPv6 address is added while the host runs, and outlasts its reboot", async () => {
  const { ipv6, ...plain } = testSpec(cloud, keys, 23);
  await hosts.create(plain);
  expect(await keys.ssh(plain.ipv4, "ip -6 addr show dev eth0 scope global")).toBe("");
  await hosts.update({ ...plain, ipv6 });
  expect(await keys.ssh(ipv6, "hostname")).toBe("web-23");
  await hosts.power(plain.id, "reboot");
  expect(await keys.ssh(ipv6, "hostname")).toBe("web-23");
  await hosts.destroy(plain.id);
});

test("rules that nftables could not take are refused by name", async () => {
  const rules = [allow("inbound", "tcp", "22; flush ruleset")];
  await expect(hosts.applyFirewall(open.id, rules)).rejects.toThrow('port "22; flush ruleset"');
  const where = [allow("inbound", "tcp", "22", ["example.com"])];
  await expect(hosts.applyFirewall(open.id, where)).rejects.toThrow('address "example.com"');
});
