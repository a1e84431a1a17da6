import { renderFirewall } from "../../../local/hosts/network/firewall";
import { run } from "../../../local/hosts/system/exec";
import type { FlowRule } from "../../../local/hosts/types";

const host = { id: 7, ipv4: "198.18.7.7", ipv6: "2001:db8:d0:7::7" };
const rules: FlowRule[] = [
  { direction: "inbound", protocol: "tcp", ports: "22", addresses: ["0.0.0.0/0", "::/0"] },
  { direction: "inbound", protocol: "tcp", ports: "8000-8999", addresses: ["192.0.2.9/24"] },
  { direction: "inbound", protocol: "icmp", ports: "", addresses: ["192.0.2.1", "2001:db8::1"] },
  { direction: "outbound", protocol: "udp", ports: "all", addresses: ["2001:db8:9::9/48"] },
  { direction: "outbound", protocol: "tcp", ports: "0", addresses: ["198.51.100.7/32"] },
];

test("a host's rules become chains that let the allowed return and drop the rest", () => {
  expect(renderFirewall([{ ...host, rules }])).toMatchInlineSnapshot(`
    "table inet hosts
    delete table inet hosts
    table inet hosts {
      chain source {
        type filter hook prerouting priority raw; policy accept;
        iifname "h7" ip saddr != 198.18.7.7 drop
        iifname "h7" ip6 saddr != { ::, fe80::/10, 2001:db8:d0:7::7 } drop
      }
      chain forward {
        type filter hook forward priority filter; policy accept;
        ct state established,related accept
        iifname "h7" jump from-h7
        oifname "h7" jump to-h7
      }
      chain from-h7 {
        ip6 daddr 2001:db8:9::/48 meta l4proto udp return
        ip daddr 198.51.100.7/32 meta l4proto tcp return
        drop
      }
      chain to-h7 {
        meta nfproto ipv4 tcp dport 22 return
        meta nfproto ipv6 tcp dport 22 return
        ip saddr 192.0.2.0/24 tcp dport 8000-8999 return
        ip saddr 192.0.2.1 meta l4proto 1 return
        ip6 saddr 2001:db8::1 meta l4proto 58 return
        drop
      }
    }
    "
  `);
});

test("a host without a firewall keeps its address only", () => {
  const text = renderFirewall([{ id: 8, ipv4: "198.18.7.8", rules: null }]);
  expect(text).toContain('iifname "h8" ip saddr != 198.18.7.8 drop');
  expect(text).toContain('iifname "h8" ip6 saddr != { ::, fe80::/10 } drop');
  expect(text).not.toContain("jump");
});

test("a firewall without rules drops all", () => {
  const text = renderFirewall([{ ...host, rules: [] }]);
  expect(text).toContain("  chain from-h7 {\n    drop\n  }\n  chain to-h7 {\n    drop\n  }");
});

test("nftables takes the text", async () => {
  const text = renderFirewall([
    { ...host, rules },
    { id: 8, ipv4: "198.18.7.8", rules: [] },
    { id: 9, ipv4: "198.18.7.9", rules: null },
  ]);
  await run("unshare", ["--net", "nft", "--check", "--file", "-"], { input: text });
});

test.each([
  ["ports", "22;"],
  ["ports", "ssh"],
  ["ports", "1-2-3"],
  ["addresses", "example.com"],
  ["addresses", "10.0.0.0/33"],
  ["addresses", "::/0 accept"],
])("fails on %s %s", (field, value) => {
  const rule: FlowRule = { direction: "inbound", protocol: "tcp", ports: "22", addresses: ["::1"] };
  const bad = { ...rule, [field]: field === "ports" ? value : [value] };
  expect(() => renderFirewall([{ ...host, rules: [bad] }])).toThrow(`"${value}"`);
});
