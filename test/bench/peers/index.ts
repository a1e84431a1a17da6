import type { Peer } from "../types";
import { ansible, ansibleWithMitogen } from "./ansible";
import { pulumi } from "./pulumi";
import { pulumiServers } from "./pulumi-servers";
import { pyinfra, pyinfraNoDelay } from "./pyinfra";
import { shell, shellBeside } from "./shell";

/** All ways to make the server, by the name under which `--peers` takes them, the floor first. */
export const PEERS = {
  shell,
  "shell-beside": shellBeside,
  ansible,
  "ansible-mitogen": ansibleWithMitogen,
  pyinfra,
  "pyinfra-nodelay": pyinfraNoDelay,
  pulumi,
  "pulumi-servers": pulumiServers,
} as const satisfies Record<string, Peer>;
export type PeerKey = keyof typeof PEERS;
