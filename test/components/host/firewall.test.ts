import { firewallRules } from "../../../components/host/firewall";

describe("the firewall", () => {
  const rules = firewallRules(["203.0.113.7/32", "2001:db8::/64"]);

  test("lets in ssh from the networks that are named, the web from everywhere, and ping", () => {
    expect(rules.inboundRules).toEqual([
      { protocol: "tcp", portRange: "22", sourceAddresses: ["203.0.113.7/32", "2001:db8::/64"] },
      { protocol: "tcp", portRange: "80", sourceAddresses: ["0.0.0.0/0", "::/0"] },
      { protocol: "icmp", sourceAddresses: ["0.0.0.0/0", "::/0"] },
    ]);
  });

  // Without them DigitalOcean lets nothing out: neither apt nor pip nor DNS.
  test("lets everything out, by every protocol and by IPv6 as well", () => {
    expect(rules.outboundRules).toEqual(
      [
        { protocol: "tcp", portRange: "1-65535" },
        { protocol: "udp", portRange: "1-65535" },
        { protocol: "icmp" },
      ].map((rule) => ({ ...rule, destinationAddresses: ["0.0.0.0/0", "::/0"] })),
    );
  });
});
