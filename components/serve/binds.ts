import { HTTP_PORT, type WebServer } from "./choices";

/**
 * Where the application server listens (6.2): on the loopback addresses, or, where no web server
 * stands in front of it, on all; IPv6 only where the server has IPv6. Everything that names an address
 * of it is made from this list.
 */
export function bindList(port: number, ipv6: boolean, webServer: WebServer): string[] {
  const [ipv4Address, ipv6Address] =
    webServer === "none" ? ["0.0.0.0", "[::]"] : ["127.0.0.1", "[::1]"];
  const bind = webServer === "none" ? HTTP_PORT : port;
  return ipv6 ? [`${ipv4Address}:${bind}`, `${ipv6Address}:${bind}`] : [`${ipv4Address}:${bind}`];
}

/**
 * The addresses that a server binds which makes its sockets itself: Linux's socket for all IPv6
 * addresses takes IPv4 as well, so that a second one on the same port is refused. systemd's are made
 * for IPv6 alone.
 */
export function ownBinds(binds: readonly string[]): string[] {
  const covered = (bind: string): boolean =>
    bind.startsWith("0.0.0.0:") && binds.includes(bind.replace("0.0.0.0", "[::]"));
  return binds.filter((bind) => !covered(bind));
}
