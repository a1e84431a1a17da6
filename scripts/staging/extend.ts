import { existsSync } from "node:fs";
import { expiryTag, isExpiryTag } from "../../components/host/expiry-tag";
import { stackConfigFile } from "../lib/stack-config";
import type { CloudApi } from "./api";
import { toExpiresAt } from "./expiry";
import { reasonOf } from "./reason";
import { EXPIRY_TAG, type Found } from "./survey";

/**
 * Moves a stack's expiry on, in its config (where that is here), in its own tag and in its droplet's.
 * The program does not run: it may have changed since, and nobody who asks for more time asks for
 * another release, or for another droplet. The output follows with the next `up`; the latest of all
 * places counts.
 *
 * @returns what could not be written, a line each, as long as one place was
 * @throws one line, if none was, or if the stack would end earlier
 */
export async function extend(stack: Found, to: Date, api: () => CloudApi): Promise<string[]> {
  const { name, home, facts, expiry } = stack;
  if (expiry.at && expiry.at.getTime() > to.getTime()) {
    throw new Error(
      `stack "${name}" lives until ${toExpiresAt(expiry.at)} already, which is later: give a longer --ttl`,
    );
  }
  const expiresAt = toExpiresAt(to);
  const places: [place: string, write: () => Promise<void>][] = [
    ["stack tag", () => home.bare.setTag(name, EXPIRY_TAG, expiresAt)],
  ];
  if (existsSync(stackConfigFile(name))) {
    const set = { value: expiresAt };
    places.push(["config", () => home.program.setConfig(name, "django-droplet:expiresAt", set)]);
  }
  const { droplet } = facts;
  if (droplet) {
    places.push(["droplet tag", () => retag(api(), droplet.id, expiryTag(expiresAt))]);
  }
  const failures: string[] = [];
  for (const [place, write] of places) {
    await write().catch((error: unknown) => failures.push(`${place}: ${reasonOf(error)}`));
  }
  if (failures.length === places.length) throw new Error(failures.join("; "));
  return failures.map((failure) => `of "${name}", not written: the ${failure}`);
}

async function retag(api: CloudApi, dropletId: string, tag: string): Promise<void> {
  const tags = await api.dropletTags(dropletId);
  const others = tags.filter((one) => isExpiryTag(one) && one !== tag);
  await api.retag(dropletId, tag, others);
}
