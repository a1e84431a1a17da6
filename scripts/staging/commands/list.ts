import { z } from "zod";
import { cloudApi } from "../cloud";
import { cloudClock } from "../clock";
import { isThrowaway } from "../reap";
import { survey } from "../survey";
import { renderTable, sortRows, toRow } from "../table";

/** `npm run staging -- list`: all throwaway stacks. Resolves with the exit code. */
export async function list(
  { json = false }: { json?: boolean },
  report: (line: string) => void,
): Promise<number> {
  const { found, unseen } = await survey(report);
  const stacks = found.filter(isThrowaway);
  const clock = cloudClock(report);
  // A list is for reading: without the cloud, this machine's clock has to do.
  const now = (local: boolean) => clock(local).catch(() => new Date());
  const droplets = new Map<boolean, ReadonlySet<string> | undefined>();
  for (const local of new Set(stacks.map((stack) => stack.local))) {
    droplets.set(local, await dropletIds(local));
  }
  const rows = await Promise.all(
    stacks.map(async (stack) => {
      const ids = droplets.get(stack.local);
      const { droplet } = stack.facts;
      const dropletGone = droplet !== undefined && ids !== undefined && !ids.has(droplet.id);
      return toRow({ ...stack, dropletGone }, await now(stack.local));
    }),
  );
  if (json) console.log(JSON.stringify(sortRows(rows), null, 2));
  else if (rows.length > 0) console.log(renderTable(rows, new Date()).join("\n"));
  else report("there are no throwaway stacks: npm run staging -- up NAME makes one");
  for (const { name, reason } of unseen) report(`${name} could not be looked at: ${reason}`);
  return unseen.length > 0 ? 1 : 0;
}

const entry = z.object({ id: z.union([z.string(), z.number()]).transform(String) });

/** All droplets that there are; undefined where the cloud does not answer. */
async function dropletIds(local: boolean): Promise<ReadonlySet<string> | undefined> {
  try {
    const all = await cloudApi(local, { tries: 1 }).list("/v2/droplets", "droplets", entry);
    return new Set(all.map(({ id }) => id));
  } catch {
    return undefined;
  }
}
