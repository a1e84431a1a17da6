import { resolve } from "node:path";

/** The checkout: the folder with Pulumi.yaml. */
export const ROOT = resolve(__dirname, "..", "..");

/** The stack that a command without `--stack` means. */
export const DEFAULT_STACK = "dev";
