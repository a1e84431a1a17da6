import { Client, type ServerHostKeyAlgorithm } from "ssh2";
import { hostKeyAlgorithms } from "./host-key";
import { asRoot } from "./root";

/** Where and as whom; the host key is pinned, `ssh-ed25519 AAAA…`. */
export interface SshTarget {
  host: string;
  port: number;
  /** Whoever is not root has to be let by sudo. */
  user: string;
  privateKey: string;
  hostKey: string;
}

/** How long a host may take to let somebody in. */
const CONNECT_MS = 10_000;

/**
 * Runs a script as root on the host, by standard input, and resolves with what it printed.
 * For readings: what changes a host is a step of the stack, not this.
 *
 * @param timeoutMs bound of the whole call; a host that is off is given up earlier
 * @throws if the host does not answer in time, shows another key, or the script fails
 */
export function runScript(target: SshTarget, text: string, timeoutMs: number): Promise<string> {
  const [, pinned = ""] = target.hostKey.split(" ");
  const client = new Client();
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs / 1000} seconds`));
    }, timeoutMs);
    client
      .on("error", reject)
      .on("close", () => {
        clearTimeout(timer);
        // Of no effect where the script has ended; else the other side hung up without a word.
        reject(new Error("the connection was closed"));
      })
      .on("ready", () => {
        client.exec(asRoot(target.user, "bash -euo pipefail -s"), (error, channel) => {
          if (error) {
            reject(error);
            return;
          }
          let output = "";
          let complaint = "";
          channel
            .on("data", (data: Buffer) => (output += data.toString()))
            .on("close", (code: number | null) => {
              if (code === 0) resolve(output);
              else reject(new Error(`the script ended with ${code ?? "a signal"}: ${complaint}`));
            });
          // Its last line says why.
          channel.stderr.on("data", (data: Buffer) => {
            complaint = data.toString().trim().split("\n").at(-1) ?? "";
          });
          channel.end(text);
        });
      })
      .connect({
        host: target.host,
        port: target.port,
        username: target.user,
        privateKey: target.privateKey,
        readyTimeout: Math.min(timeoutMs, CONNECT_MS),
        algorithms: {
          serverHostKey: hostKeyAlgorithms(target.hostKey) as ServerHostKeyAlgorithm[],
        },
        hostVerifier: (key: Buffer) => key.toString("base64") === pinned,
      });
  }).finally(() => client.destroy());
}
