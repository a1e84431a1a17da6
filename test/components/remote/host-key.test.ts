import { hostKeyAlgorithms, knownHostsName } from "../../../components/remote/host-key";
import { asRoot } from "../../../components/remote/root";

test("a server proves its key by that key's algorithms and no other, RSA by SHA-2", () => {
  expect(hostKeyAlgorithms("ssh-ed25519 AAAA")).toEqual(["ssh-ed25519"]);
  expect(hostKeyAlgorithms("ecdsa-sha2-nistp256 AAAA")).toEqual(["ecdsa-sha2-nistp256"]);
  expect(hostKeyAlgorithms("ssh-rsa AAAA")).toEqual(["rsa-sha2-512", "rsa-sha2-256"]);
});

test("known_hosts has a server's port where it is another one", () => {
  expect(knownHostsName("203.0.113.7", 22)).toBe("203.0.113.7");
  expect(knownHostsName("203.0.113.7", 2222)).toBe("[203.0.113.7]:2222");
});

test("root needs no sudo, and nobody is asked for a password", () => {
  expect(asRoot("root", "bash -s")).toBe("bash -s");
  expect(asRoot("ops", "bash -s")).toBe("sudo -n bash -s");
});
