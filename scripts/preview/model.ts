import { changesOf, type Change } from "./changes";
import { costsOf, type CostChanges } from "./costs";
import type { Preview } from "./events";
import { changed, factsOf, type Fact } from "./facts";
import type { GitSource } from "./git";
import { lossesOf } from "./losses";
import { noticesOf } from "./notices";
import { releaseChanges, type ReleaseChange } from "./releases";
import { hostSteps, isNewMachine, type HostStep } from "./steps";
import { textChanges, type TextChange } from "./texts";

/** A release and what git knows of where it comes from. */
export interface Release extends ReleaseChange {
  /** Null where it is in no git work tree. */
  git: GitSource | null;
}

/** A preview as it is written, in words; plain data, of which nothing is a secret. */
export interface Model {
  stack: string;
  result: "nothing" | "changes" | "failed";
  errors: readonly string[];
  /** What somebody loses. */
  losses: readonly string[];
  /** What else is to be known before it is done. */
  notices: readonly string[];
  warnings: readonly string[];
  changes: readonly Change[];
  /** Those that change; all of them where the server is new. */
  facts: readonly Fact[];
  releases: readonly Release[];
  costs: CostChanges | null;
  /** Whether all steps run because the machine is another one. */
  newMachine: boolean;
  steps: readonly HostStep[];
  texts: readonly TextChange[];
}

export interface ModelOptions {
  stack: string;
  /** Whether the engine ended well. */
  succeeded: boolean;
  /** What git knows of the source with a digest; `oldDigest` is the one that serves. */
  gitSource: (digest: string, oldDigest: string | undefined) => GitSource | undefined;
}

export function modelOf(preview: Preview, options: ModelOptions): Model {
  const { stack, succeeded, gitSource } = options;
  const untouched = preview.resources.every(({ action }) => action === "same");
  return {
    stack,
    result: !succeeded ? "failed" : untouched ? "nothing" : "changes",
    errors: preview.errors,
    losses: lossesOf(preview),
    notices: noticesOf(preview),
    warnings: preview.warnings,
    changes: changesOf(preview),
    facts: factsOf(preview).filter(changed),
    releases: releaseChanges(preview).map((release) => ({
      ...release,
      git: gitOf(release, gitSource) ?? null,
    })),
    costs: costsOf(preview) ?? null,
    newMachine: isNewMachine(preview),
    steps: hostSteps(preview),
    texts: textChanges(preview),
  };
}

/** A preview that came to nothing: the engine could not even begin. */
export function failedModel(stack: string, errors: readonly string[]): Model {
  return {
    ...{ stack, result: "failed", errors },
    ...{ losses: [], notices: [], warnings: [], changes: [], facts: [], releases: [] },
    ...{ costs: null, newMachine: false, steps: [], texts: [] },
  };
}

function gitOf(
  { from, to }: ReleaseChange,
  gitSource: ModelOptions["gitSource"],
): GitSource | undefined {
  return to.source === undefined ? undefined : gitSource(to.source, from.source);
}

/** 0: nothing to do; 2: changes; 1: it failed. */
export function exitCode({ result }: Model): number {
  return { nothing: 0, failed: 1, changes: 2 }[result];
}
