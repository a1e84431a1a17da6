import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "../../../scripts/lib/project";
import { heading } from "../../e2e/support/http";
import { SourceCopy } from "../../e2e/support/source-copy";
import { ThrowawayStack } from "../throwaway-stack";
import type { Sample } from "../types";

/** A machine on which the most sites have room: the same for all, or it would be measured too. */
export const SITES_SIZE = "s-2vcpu-4gb";
export const SITES_WORKERS = 2;

const FIRST_PORT = 8000;
const outputs = z.object({ ipv4Address: z.string() });

/** One `up` of the project's own program, from nothing to a droplet on which so many sites answer. */
export async function upSites(count: number): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-sites-"));
  const stack = new ThrowawayStack("bench-sites", ROOT);
  const projects = Array.from({ length: count }, (_, index) => `site_${index + 1}`);
  try {
    await stack.create(
      namespaced({
        cloud: "local",
        allowReplace: true,
        size: SITES_SIZE,
        workers: String(SITES_WORKERS),
        sites: projects.map((project, index) => entry(folder, project, FIRST_PORT + index)),
      }),
    );
    const sample = await stack.up();
    const { ipv4Address } = outputs.parse(await stack.outputs());
    for (const project of projects) {
      const found = await heading(`http://${ipv4Address}/`, { host: domainOf(project) });
      if (found === project) continue;
      throw new Error(`${project} answered with ${JSON.stringify(found)} after its up`);
    }
    return sample;
  } finally {
    await stack.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The example as a project of another name, with a page of its own. */
function entry(folder: string, project: string, port: number): object {
  const source = new SourceCopy(join(folder, project));
  source.restore();
  source.renameProject(project);
  source.setHeading(project);
  return { source: { directory: source.directory }, domain: domainOf(project), port };
}

const domainOf = (project: string) => `${project.replace("_", "-")}.example`;

function namespaced(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [`django-droplet:${key}`, value]),
  );
}
