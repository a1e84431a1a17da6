import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { unauthorized } from "./errors";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Refuses every request without the cloud's token, before anything else is told about a route. */
export function bearerToken(token: string): MiddlewareHandler {
  const expected = digest(`Bearer ${token}`);
  return async (c, next) => {
    // Digests have one length, which timingSafeEqual asks for.
    if (!timingSafeEqual(expected, digest(c.req.header("authorization") ?? ""))) {
      throw unauthorized();
    }
    await next();
  };
}
