import { types } from "node:util";
import { z } from "zod";
import type { SizeRow } from "../../components/host/size-table";

/** The most that the API gives at once. */
const PER_PAGE = 200;

const page = z.object({
  sizes: z.array(
    z.object({
      slug: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/),
      description: z.string().default(""),
      memory: z.number().positive(),
      vcpus: z.number().positive(),
      disk: z.number().positive(),
      price_monthly: z.number().positive(),
      price_hourly: z.number().positive(),
      available: z.boolean().default(true),
    }),
  ),
  links: z.object({ pages: z.object({ next: z.string().optional() }).optional() }).optional(),
});

/**
 * All sizes that are on sale, from `GET /v2/sizes`.
 *
 * @param endpoint the API's origin
 * @throws where it cannot be reached, refuses, or answers with something else
 */
export async function fetchSizes(endpoint: string, token: string): Promise<SizeRow[]> {
  const rows: SizeRow[] = [];
  for (let number = 1; ; number += 1) {
    const url = `${endpoint}/v2/sizes?page=${number}&per_page=${PER_PAGE}`;
    const { sizes, links } = parsePage(await ask(url, token), url);
    rows.push(
      ...sizes
        .filter(({ available }) => available)
        .map((size) => ({
          slug: size.slug,
          description: size.description.replace(/\s+/g, " ").trim(),
          ...{ memoryMiB: size.memory, vcpus: size.vcpus, diskGiB: size.disk },
          ...{ priceMonthly: size.price_monthly, priceHourly: size.price_hourly },
        })),
    );
    if (links?.pages?.next === undefined || sizes.length === 0) break;
  }
  if (rows.length === 0) throw new Error(`${endpoint} has no size on sale: nothing was written`);
  return rows;
}

async function ask(url: string, token: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(30_000),
  }).catch((error: unknown) => {
    throw new Error(`${url} could not be reached: ${causeOf(error)}`);
  });
  if (response.status === 401) {
    throw new Error(
      `${url} does not take the token in DIGITALOCEAN_TOKEN (401): give one that is valid`,
    );
  }
  if (!response.ok) throw new Error(`${url} answered ${response.status}: try again later`);
  return response.json().catch(() => undefined);
}

function parsePage(answer: unknown, url: string): z.output<typeof page> {
  const { success, data, error } = page.safeParse(answer);
  if (success) return data;
  const [issue] = error.issues;
  throw new Error(
    `${url} answered with no list of sizes: ${issue?.path.join(".") || "answer"}: ${issue?.message}`,
  );
}

/** What fetch says is only that it failed. */
function causeOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const { cause, message } = error;
  return types.isNativeError(cause) && cause.message !== "" ? cause.message : message;
}
