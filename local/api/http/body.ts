import type { Context } from "hono";
import type { z } from "zod";
import { badRequest, unprocessable } from "./errors";

/** Far above every legitimate request: the largest holds 64 KiB of user data. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The request's JSON, checked by `schema`.
 * @throws 400 on anything but JSON, 422 naming each field that does not fit.
 */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(parseJson(await c.req.text()));
  if (result.success) return result.data;
  throw unprocessable(
    result.error.issues
      .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
      .join("; "),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest();
  }
}
