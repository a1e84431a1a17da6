import { forwardChain, renderEgress } from "../../../local/hosts/network/egress";
import { run } from "../../../local/hosts/system/exec";
import { testCloud } from "../test-cloud";

test("the machine's table masquerades the cloud's addresses and nothing else", () => {
  expect(renderEgress(testCloud(205))).toMatchInlineSnapshot(`
    "table ip django_droplet_7e5700cd
    delete table ip django_droplet_7e5700cd
    table ip django_droplet_7e5700cd {
      chain forward {
        type filter hook forward priority mangle; policy accept;
        iifname "dd-test-205" tcp flags syn tcp option maxseg size set rt mtu
      }
      chain postrouting {
        type nat hook postrouting priority srcnat; policy accept;
        ip saddr 198.19.205.0/24 oifname != "dd-test-205" masquerade
      }
    }
    "
  `);
});

test("nftables takes the text", async () => {
  const input = renderEgress(testCloud(205));
  await run("unshare", ["--net", "nft", "--check", "--file", "-"], { input });
});

test("Docker's own chain for others is preferred", () => {
  const rules = "-P INPUT ACCEPT\n-P FORWARD DROP\n-N DOCKER\n-N DOCKER-USER\n";
  expect(forwardChain(rules)).toBe("DOCKER-USER");
});

test("a dropping FORWARD chain gets the rules itself", () => {
  expect(forwardChain("-P INPUT DROP\n-P FORWARD DROP\n-N ufw-user-forward\n")).toBe("FORWARD");
});

test("nothing is added where nothing is dropped", () => {
  expect(forwardChain("-P INPUT ACCEPT\n-P FORWARD ACCEPT\n")).toBeUndefined();
  expect(forwardChain("")).toBeUndefined();
});
