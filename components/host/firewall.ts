import type * as digitalocean from "@pulumi/digitalocean";

const EVERYWHERE = ["0.0.0.0/0", "::/0"];

/**
 * A DigitalOcean firewall blocks all that it does not permit, outbound too: without the outbound
 * rules there would be neither apt nor pip nor DNS.
 *
 * @param sshAllowedCidrs who may reach port 22
 */
export function firewallRules(
  sshAllowedCidrs: readonly string[],
): Pick<digitalocean.FirewallArgs, "inboundRules" | "outboundRules"> {
  return {
    inboundRules: [
      { protocol: "tcp", portRange: "22", sourceAddresses: [...sshAllowedCidrs] },
      { protocol: "tcp", portRange: "80", sourceAddresses: EVERYWHERE },
      { protocol: "icmp", sourceAddresses: EVERYWHERE },
    ],
    outboundRules: [
      { protocol: "tcp", portRange: "1-65535", destinationAddresses: EVERYWHERE },
      { protocol: "udp", portRange: "1-65535", destinationAddresses: EVERYWHERE },
      { protocol: "icmp", destinationAddresses: EVERYWHERE },
    ],
  };
}
