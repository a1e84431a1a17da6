import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isExpiryTag } from "../../components/host/expiry-tag";
import { stackConfigFile } from "../lib/stack-config";
import type { CloudApi } from "./api";
import { expiryOf, toExpiresAt } from "./expiry";
import { reasonOf } from "./reason";
import { EXPIRY_TAG, type Found } from "./survey";
import { describeSeconds, SHORTEST_SECONDS } from "./ttl";
import { CONFIG_HEADER } from "./up";

/** What makes a stack a throwaway one: without either its droplet is protected. */
const KEYS = ["expiresAt", "allowReplace"].map((key) => `django-droplet:${key}`);

/** What is still to do for a stack to be a lasting one. */
export interface Kept {
  /** By when an `up` has to have run; absent where nothing tells an end any more. */
  before?: Date;
  /** Whether it has to be kept once more after that. */
  again: boolean;
  /** What could not be done, a line each. */
  notes: string[];
}

/**
 * Makes a throwaway stack a lasting one, but for what only an `up` changes: the output, the droplet's
 * tag as the state has it, the protection. The program does not run, as with `extend`.
 *
 * Where the last `up` knows an earlier time than an extension has given, the stack's tag, which tells
 * the later one, has to stay until another has run: without it `reap` would go by the earlier.
 *
 * The config comes first. If the tag then cannot be taken away, it is seen and told, and an `up` that
 * follows all the same makes a protected droplet, which `reap` fails on.
 *
 * @throws one line; the stack ends when it did before
 */
export async function keep(stack: Found, now: Date, api: () => CloudApi): Promise<Kept> {
  const { name, home, facts, expiry } = stack;
  requireConfig(stack);
  if (facts.pending.length > 0) {
    throw new Error(
      `stack "${name}" is unfinished, and of what the cloud was making then nobody would know: npm run staging -- up ${name}, then keep it`,
    );
  }
  const { at: lastUp } = expiryOf({
    output: facts.expiresAt,
    dropletTags: facts.droplet?.tags,
  });
  const before = lastUp && expiry.at;
  const again = lastUp !== undefined && before !== undefined && lastUp.getTime() < before.getTime();
  if (before) requireTime(name, before, now);

  // The config may be the only place that tells the later time.
  if (again) await home.bare.setTag(name, EXPIRY_TAG, toExpiresAt(before));
  await home.program.removeAllConfig(name, KEYS);
  dropHeader(stackConfigFile(name));
  if (!again) await removeTag(stack);
  const notes = before ? [] : await untag(stack, api);
  return { ...(before && { before }), again, notes };
}

/** Only an `up` of a config without an expiry ends it, and protects the droplet. */
function requireConfig({ name, local }: Found): void {
  if (existsSync(stackConfigFile(name))) return;
  const refresh = local
    ? `eval "$(npm run -s env)"; pulumi config refresh --stack ${name}`
    : `npm run pulumi -- config refresh --stack ${name}`;
  throw new Error(
    `Pulumi.${name}.yaml is not here, which the next up goes by: keep it where that is, or write it as the last up had it: ${refresh}`,
  );
}

function requireTime(name: string, before: Date, now: Date): void {
  if (before.getTime() - now.getTime() >= SHORTEST_SECONDS * 1000) return;
  throw new Error(
    `stack "${name}" ends at ${toExpiresAt(before)}, and keeping it takes an up before that, for which ${describeSeconds(SHORTEST_SECONDS)} should be left: npm run staging -- extend ${name} --ttl 8h, then keep it`,
  );
}

/** What `staging up` wrote there is no longer so. */
function dropHeader(file: string): void {
  const text = readFileSync(file, "utf8");
  if (text.startsWith(CONFIG_HEADER)) writeFileSync(file, text.slice(CONFIG_HEADER.length));
}

async function removeTag({ name, home }: Found): Promise<void> {
  try {
    await home.bare.removeTag(name, EXPIRY_TAG);
  } catch (error) {
    throw new Error(
      `its config has no expiry any more, but the stack's tag has, by which reap goes: keep it again (${reasonOf(error)})`,
    );
  }
}

/** An extension's tag on the droplet is not the state's, so that no `up` takes it away. */
async function untag({ name, facts: { droplet } }: Found, api: () => CloudApi): Promise<string[]> {
  if (!droplet) return [];
  try {
    const tags = await api().dropletTags(droplet.id);
    await api().untag(droplet.id, tags.filter(isExpiryTag));
    return [];
  } catch (error) {
    return [
      `of "${name}", not looked at: whether its droplet has a tag expires-at: (${reasonOf(error)})`,
    ];
  }
}
