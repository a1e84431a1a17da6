import { z } from "zod";
import { unprocessable } from "../http/errors";
import type { State } from "./model";

/** Tags are told apart without regard to case and keep the case that they were made with. */
export const findTag = (state: State, name: string): string | undefined =>
  state.tags.find((tag) => tag.toLowerCase() === name.toLowerCase());

export const TagName = z
  .string()
  .regex(
    /^[a-zA-Z0-9_:-]{1,255}$/,
    "a tag is 1 to 255 letters, digits, colons, dashes, underscores",
  );

/** The tag of this name, made if there is none. */
export function ensureTag(draft: State, name: string): string {
  const existing = findTag(draft, name);
  if (existing !== undefined) return existing;
  draft.tags.push(name);
  return name;
}

/** @throws 422 naming the first that does not exist. */
export function existingTags(state: State, names: readonly string[]): string[] {
  const tags = names.map((name) => {
    const tag = findTag(state, name);
    if (tag === undefined) throw unprocessable(`tag ${name} does not exist: create it first.`);
    return tag;
  });
  return [...new Set(tags)];
}
