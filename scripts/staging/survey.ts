import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { isLocalStack, stackConfigFile } from "../lib/stack-config";
import { expiryOf, type Expiry, type ExpirySources } from "./expiry";
import { knownHomes, openHome, type Home } from "./homes";
import { pool } from "./pool";
import { reasonOf } from "./reason";
import { readFacts, type StackFacts } from "./state";

/** The stack's own tag that tells when it may be destroyed. */
export const EXPIRY_TAG = "expiresAt";

/** A stack as it was found. */
export interface Found {
  name: string;
  local: boolean;
  home: Home;
  facts: StackFacts;
  expiry: Expiry;
}

/** A stack, or a whole backend, that could not be looked at. */
export interface Unseen {
  name: string;
  reason: string;
}

export interface Survey {
  /** All stacks of this project, those without an expiry among them. */
  found: Found[];
  unseen: Unseen[];
}

/** How many stacks are looked at at once: each look is two short runs of the engine. */
const AT_ONCE = 4;
const LIST_TRIES = 4;

/**
 * Looks at all stacks of this project, or at those of the given names, in every backend that this
 * machine knows. What cannot be looked at is told and keeps no other from it.
 */
export async function survey(
  report: (line: string) => void,
  names?: readonly string[],
): Promise<Survey> {
  const homes = await openHomes(report);
  const unseen: Unseen[] = [];
  const listed: { home: Home; name: string }[] = [];
  for (const home of homes.filter((one, index) => isFirstOfBackend(one, homes.slice(0, index)))) {
    try {
      const stacks = await listStacks(home);
      const wanted = stacks.filter((name) => names?.includes(name) ?? true);
      listed.push(...wanted.map((name) => ({ home, name })));
    } catch (error) {
      const backend = home.local ? "the backend of local stacks" : "Pulumi's backend";
      unseen.push({ name: backend, reason: reasonOf(error) });
    }
  }
  const looks = await pool(listed, AT_ONCE, ({ home, name }) => lookAt(home, name, homes));
  const found: Found[] = [];
  for (const [index, look] of looks.entries()) {
    const name = listed[index]?.name ?? "";
    if (look.status === "rejected") unseen.push({ name, reason: reasonOf(look.reason) });
    else if (look.value) found.push(look.value);
  }
  return { found, unseen };
}

/** The list is read across files that others may be writing: what fails once may be whole then. */
async function listStacks({ bare }: Home): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await bare.listStacks()).map(({ name }) => name);
    } catch (error) {
      if (attempt === LIST_TRIES) throw error;
    }
  }
}

/** Looks at one stack again, which may have changed since; undefined if it is gone. */
export function lookAgain({ home, name }: Found): Promise<Found | undefined> {
  return lookAt(home, name, [home]);
}

/**
 * Looks at one stack; undefined if it is gone, or is none of these homes'.
 *
 * @param homes those that the stack may belong to, of one backend or of several
 */
async function lookAt(
  listing: Home,
  name: string,
  homes: readonly Home[],
): Promise<Found | undefined> {
  const { code, stdout, stderr } = await listing.pulumi.ask(
    ["stack", "export", "--stack", name, "--non-interactive"],
    { cwd: listing.bare.workDir },
  );
  if (code !== 0 && stderr.includes("no stack named")) return undefined;
  if (code !== 0) throw new Error(stderr.trim() || "its state could not be read");
  const { deployment } = z.object({ deployment: z.unknown() }).parse(JSON.parse(stdout));
  const facts = readFacts(deployment ?? {});
  const local = whereIs(name, facts, listing);
  const home = homes.find((one) => one.local === local && isSameBackend(one, listing));
  // A stack of the other cloud in a backend that is not for it: none of ours.
  if (!home) return undefined;
  const tags = await home.bare.listTags(name);
  const sources: ExpirySources = {
    config: configuredExpiry(name),
    stackTag: tags[EXPIRY_TAG],
    output: facts.expiresAt,
    dropletTags: facts.droplet?.tags,
  };
  return { name, local, home, facts, expiry: expiryOf(sources) };
}

/** By its config where that is here, else by the API that its resources were made at. */
function whereIs(name: string, { apiEndpoint }: StackFacts, listing: Home): boolean {
  if (existsSync(stackConfigFile(name))) return isLocalStack(name);
  return apiEndpoint === undefined ? listing.local : apiEndpoint.startsWith("http://");
}

const stackFile = z.object({ config: z.record(z.string(), z.unknown()).optional() });

/** `expiresAt` in the config of a stack; undefined where it is not here or has none. */
export function configuredExpiry(name: string): string | undefined {
  const file = stackConfigFile(name);
  if (!existsSync(file)) return undefined;
  const { config } = stackFile.parse(parse(readFileSync(file, "utf8")) ?? {});
  const value = config?.["django-droplet:expiresAt"];
  return value === undefined || value === null ? undefined : String(value);
}

async function openHomes(report: (line: string) => void): Promise<Home[]> {
  const homes: Home[] = [];
  for (const local of knownHomes()) homes.push(await openHome(local, report));
  return homes;
}

const backendOf = ({ pulumi: { env } }: Home): string | undefined =>
  env["PULUMI_BACKEND_URL"] ?? process.env["PULUMI_BACKEND_URL"];

const isSameBackend = (one: Home, other: Home): boolean => backendOf(one) === backendOf(other);

function isFirstOfBackend(home: Home, before: readonly Home[]): boolean {
  return !before.some((other) => isSameBackend(other, home));
}
