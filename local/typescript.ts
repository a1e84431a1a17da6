import { join } from "node:path";

/** Node's arguments before a TypeScript file that it shall run. */
export const TYPESCRIPT = [
  "--require",
  join(__dirname, "..", "scripts", "typescript.cjs"),
] as const;
