import type { Peer } from "../types";
import { pulumi } from "./pulumi";
import { shell, shellBeside } from "./shell";

/** All ways to make the server, by the name under which `--peers` takes them, the floor first. */
export const PEERS = {
  shell,
  "shell-beside": shellBeside,
  pulumi,
} as const satisfies Record<string, Peer>;
export type PeerKey = keyof typeof PEERS;
