/** sshd's own, where nobody has chosen another one. */
export const SSH_PORT = 22;

/** What OpenSSH calls a server's name in known_hosts. */
export function knownHostsName(host: string, port: number): string {
  return port === SSH_PORT ? host : `[${host}]:${port}`;
}

/**
 * The algorithms by which a server can prove that it has a key, `TYPE DATA`: asked for any other, one
 * that has several keys would show another of them, which would be taken for a mismatch. An RSA key
 * signs with SHA-2 (RFC 8332).
 */
export function hostKeyAlgorithms(hostKey: string): string[] {
  const [type = ""] = hostKey.split(" ");
  return type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type];
}
