import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { z } from "zod";
import { isRoot } from "../../local/cloud/privilege";
import { findCloud } from "../../local/register";
import { isLocalBackend, LOCAL_STATE } from "../lib/environment";
import { ROOT } from "../lib/project";
import { Pulumi } from "../lib/pulumi";

/** A backend with stacks of one cloud, and Pulumi to work on them. */
export interface Home {
  local: boolean;
  pulumi: Pulumi;
  /**
   * An empty project of the same name. What is destroyed from there is destroyed by its state alone:
   * neither the program nor the config of this checkout, which may have changed since, has a say.
   */
  bare: LocalWorkspace;
  /** Where the program runs. */
  program: LocalWorkspace;
}

/** @param local whether it is the home of the local cloud's stacks */
export async function openHome(local: boolean, report: (line: string) => void): Promise<Home> {
  // PULUMI_STACK is a default only: every call names its stack.
  const pulumi = await Pulumi.forCloud("none", local, report);
  const command = await PulumiCommand.get({ root: dirname(dirname(pulumi.engine.bin)) });
  const open = (folder: string) => openWorkspace(pulumi, command, folder);
  const [bare, program] = await Promise.all([open(bareProject()), open(ROOT)]);
  return { local, pulumi, bare, program };
}

/**
 * Which homes there are on this machine, the local one first (true): without a login there is none
 * but that, and without a local cloud nothing that its stacks could be destroyed by.
 */
export function knownHomes(
  env: NodeJS.ProcessEnv = process.env,
  hasCloud = findCloud(ROOT) !== undefined,
  hasState = existsSync(join(LOCAL_STATE, ".pulumi")),
): boolean[] {
  const elsewhere =
    Boolean(env["PULUMI_BACKEND_URL"]) && !isLocalBackend(env["PULUMI_BACKEND_URL"]);
  // Root makes a cloud that was reset anew, to find that it has nothing of the stacks any more.
  const local = elsewhere ? hasCloud : hasState && (hasCloud || isRoot());
  return [...(local ? [true] : []), ...(isLoggedIn(env) ? [false] : [])];
}

async function openWorkspace(
  { env }: Pulumi,
  pulumiCommand: PulumiCommand,
  workDir: string,
): Promise<LocalWorkspace> {
  const envVars = {
    ...env,
    ...backendFrom(env["PULUMI_BACKEND_URL"] ?? process.env["PULUMI_BACKEND_URL"]),
  };
  const workspace = await LocalWorkspace.create({ workDir, pulumiCommand, envVars });
  // Automation API selects each stack that it opens: several at once would fight over the selection,
  // and the person's own would be lost. Every command names its stack.
  workspace.selectStack = () => Promise.resolve();
  return workspace;
}

/** A relative folder counts from the checkout, also where a command runs elsewhere. */
function backendFrom(url: string | undefined): Record<string, string> {
  if (url?.startsWith("file://.") !== true) return {};
  return { PULUMI_BACKEND_URL: `file://${join(ROOT, url.slice("file://".length))}` };
}

const projectFile = z.object({ name: z.string() });

function bareProject(): string {
  const { name } = projectFile.parse(parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")));
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-staging-"));
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const credentials = z.object({ current: z.string().min(1) });

/** Whether Pulumi would know where stacks are without asking. */
function isLoggedIn(env: NodeJS.ProcessEnv): boolean {
  const { PULUMI_BACKEND_URL: backend, PULUMI_ACCESS_TOKEN: token } = env;
  // The environment of local stacks, by `npm run env`.
  if (isLocalBackend(backend)) return false;
  if (backend || token) return true;
  const folder = env["PULUMI_CREDENTIALS_PATH"] || env["PULUMI_HOME"] || join(homedir(), ".pulumi");
  try {
    const text = readFileSync(join(folder, "credentials.json"), "utf8");
    return credentials.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
