/**
 * Where the application server listens (6.2): the IPv4 loopback, and the IPv6 one only where the
 * server has IPv6. Everything that names an address of it is made from this list.
 */
export function bindList(port: number, ipv6: boolean): string[] {
  return ipv6 ? [`127.0.0.1:${port}`, `[::1]:${port}`] : [`127.0.0.1:${port}`];
}
