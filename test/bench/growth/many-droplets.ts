import { join } from "node:path";
import { z } from "zod";
import { heading } from "../../e2e/support/http";
import { ThrowawayStack } from "../throwaway-stack";
import type { Sample } from "../types";

const PROGRAM = join(__dirname, "droplets");

const outputs = z.object({ urls: z.array(z.string()) });

/** One `up` of the program in `droplets/`, from nothing to so many droplets that answer. */
export async function upDroplets(count: number): Promise<Sample> {
  const stack = new ThrowawayStack("bench-droplets", PROGRAM);
  try {
    await stack.create({
      "django-droplet:cloud": "local",
      "django-droplet:allowReplace": true,
      "growth:droplets": count,
    });
    const sample = await stack.up();
    const { urls } = outputs.parse(await stack.outputs());
    const different = new Set(urls).size;
    if (different !== count) throw new Error(`${count} droplets have ${different} addresses`);
    for (const url of urls) {
      const found = await heading(url);
      if (found === "Hello from Django") continue;
      throw new Error(`${url} answered with ${JSON.stringify(found)} after its up`);
    }
    return sample;
  } finally {
    await stack.remove();
  }
}
