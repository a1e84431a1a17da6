import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const TRIES = 4;
const LONGEST_PAUSE_MS = 30_000;
const TIMEOUT_MS = 20_000;
const PER_PAGE = 200;

/** Where a cloud's API is, and how it is asked. */
export interface ApiAccess {
  /** An origin. */
  endpoint: string;
  token: string;
  /** Between two tries of what was answered 429 or 5xx, unless the answer says how long. */
  pauseMs?: number;
  /** How often it is asked at most. */
  tries?: number;
}

/**
 * The few calls to the cloud that are not the engine's. What is answered 429 or 5xx, or not at all,
 * is asked again a few times.
 */
export class CloudApi {
  constructor(private readonly access: ApiAccess) {}

  /**
   * The cloud's own clock, by which all machines agree on what is past its time.
   *
   * @throws one line, if the API does not answer
   */
  async now(): Promise<Date> {
    const response = await this.#ask("GET", "/v2/account");
    const date = new Date(response.headers.get("date") ?? Number.NaN);
    if (Number.isNaN(date.getTime())) throw new Error(`${this.access.endpoint} tells no time`);
    return date;
  }

  /**
   * All entries of a list, page by page.
   *
   * @param key the list's name in the answer
   */
  async list<Entry>(path: string, key: string, shape: z.ZodType<Entry>): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (let page = 1; ; page += 1) {
      const separator = path.includes("?") ? "&" : "?";
      const response = await this.#ask(
        "GET",
        `${path}${separator}page=${page}&per_page=${PER_PAGE}`,
      );
      const body = z
        .object({ [key]: z.array(shape).nullable() })
        .parse(await response.json()) as Record<string, Entry[] | null>;
      const found = body[key] ?? [];
      entries.push(...found);
      if (found.length < PER_PAGE) return entries;
    }
  }

  /** A droplet's tags as they are now. */
  async dropletTags(id: string): Promise<string[]> {
    const response = await this.#ask("GET", `/v2/droplets/${id}`);
    const shape = z.object({ droplet: z.object({ tags: z.array(z.string()) }) });
    return shape.parse(await response.json()).droplet.tags;
  }

  /** Deletes something, and passes where it is gone already. */
  async remove(path: string): Promise<void> {
    await this.#ask("DELETE", path, undefined, [404]);
  }

  /** Gives a droplet a tag, and then takes others from it. */
  async retag(dropletId: string, tag: string, others: readonly string[]): Promise<void> {
    await this.#ask("POST", "/v2/tags", { name: tag });
    await this.#ask("POST", `/v2/tags/${tag}/resources`, taggable(dropletId));
    await this.untag(dropletId, others);
  }

  /** Takes tags from a droplet, and passes where they are gone already. */
  async untag(dropletId: string, tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      const path = `/v2/tags/${encodeURIComponent(tag)}/resources`;
      await this.#ask("DELETE", path, taggable(dropletId), [404]);
    }
  }

  async #ask(
    method: string,
    path: string,
    body?: object,
    accepted: readonly number[] = [],
  ): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#send(method, path, body);
      if (typeof answer !== "string") {
        if (answer.ok || accepted.includes(answer.status)) return answer;
        if (answer.status !== 429 && answer.status < 500) throw new Error(await refusal(answer));
      }
      if (attempt >= (this.access.tries ?? TRIES)) {
        const problem = typeof answer === "string" ? answer : `${answer.status}`;
        throw new Error(`${method} ${path} at ${this.access.endpoint} failed: ${problem}`);
      }
      await sleep(this.#pause(answer, attempt));
    }

    async function refusal(answer: Response): Promise<string> {
      const text = (await answer.text()).slice(0, 200);
      const hint = answer.status === 401 ? "; is DIGITALOCEAN_TOKEN the account's?" : "";
      return `${method} ${path} was answered ${answer.status} ${text}${hint}`;
    }
  }

  /** The answer, or why there is none. */
  async #send(method: string, path: string, body?: object): Promise<Response | string> {
    const { endpoint, token } = this.access;
    try {
      return await fetch(`${endpoint}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      // What fetch throws says only that it failed.
      const { cause, message } = error as Error & { cause?: Partial<Error> };
      return cause?.message || message;
    }
  }

  #pause(answer: Response | string, attempt: number): number {
    const told = typeof answer === "string" ? null : answer.headers.get("retry-after");
    const pause =
      Number(told) > 0 ? Number(told) * 1000 : (this.access.pauseMs ?? 500) * 2 ** attempt;
    return Math.min(pause, LONGEST_PAUSE_MS);
  }
}

function taggable(dropletId: string): object {
  return { resources: [{ resource_id: dropletId, resource_type: "droplet" }] };
}
