import { z } from "zod";
import type { Preview } from "../preview/events";
import { dropletOf } from "../preview/resources";
import { takePreview } from "../preview/take";
import { textOf } from "../preview/values";
import type { Pulumi } from "./pulumi";

const checkpoint = z.object({
  deployment: z
    .object({ resources: z.array(z.object({ protect: z.boolean().optional() })).optional() })
    .nullish(),
});

/** Whether something of the stack is protected in its state. Its secrets are not asked for. */
export async function isProtected(pulumi: Pulumi): Promise<boolean> {
  const { stack } = pulumi;
  const { code, stdout } = await pulumi.capture(["stack", "export", "--stack", stack]);
  if (code !== 0) throw new Error(`the state of stack "${stack}" could not be read`);
  const { deployment } = checkpoint.parse(JSON.parse(stdout));
  return deployment?.resources?.some(({ protect }) => protect) ?? false;
}

/** Says how a lasting stack is destroyed, before the engine says no. @throws if it is one */
export async function refuseToDestroy(pulumi: Pulumi): Promise<void> {
  if (await isProtected(pulumi)) throw new Error(destroyRefusal(pulumi.stack));
}

export function destroyRefusal(stack: string): string {
  return [
    `stack "${stack}" is protected, and nothing was destroyed: the droplet's disk, with its databases and uploads, would be lost, and its address. If that is meant:`,
    "",
    `  npm run pulumi -- config set allowReplace true --stack ${stack}`,
    `  npm run up -- --stack ${stack}`,
    `  npm run down -- --stack ${stack}`,
    "",
  ].join("\n");
}

/** What to say where an `up` has failed since it would replace the protected droplet; else undefined. */
export async function explainFailure(pulumi: Pulumi): Promise<string | undefined> {
  if (!(await isProtected(pulumi))) return undefined;
  const taken = await takePreview(pulumi).catch(() => undefined);
  return taken && replaceRefusal(taken.preview, pulumi.stack);
}

/** The settings that mean another droplet, and the ways out; undefined where the droplet stays. */
export function replaceRefusal(preview: Preview, stack: string): string | undefined {
  const droplet = dropletOf(preview);
  if (droplet?.action !== "replace" || !droplet.isProtected.before) return undefined;
  const changes = droplet.reasons.map((key) => ({
    key,
    before: textOf(droplet.old?.inputs, key),
    after: textOf(droplet.new?.inputs, key),
  }));
  const causes = changes.map(({ key, before, after }) =>
    before === undefined || after === undefined ? key : `${key} (${before} → ${after})`,
  );
  const back = changes
    .filter(({ before }) => before !== undefined)
    .map(({ key, before }) => `npm run pulumi -- config set ${key} ${before} --stack ${stack}`);
  const ways = [
    ...back,
    `to lose the droplet's disk and its address, npm run pulumi -- config set allowReplace true --stack ${stack}`,
  ];
  return `nothing of the droplet was touched: another ${causes.join(", ")} would mean another droplet, and this one is protected; ${ways.join("; or, ")}`;
}
