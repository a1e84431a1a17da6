import type { MiddlewareHandler } from "hono";

/** DigitalOcean's hourly allowance. Counted as there, but never enforced: there is nobody to protect here. */
const HOURLY = 5000;
const HOUR_SECONDS = 3600;

/** The `ratelimit-*` headers, on every answer. `now` is in milliseconds. */
export function rateLimitHeaders(now: () => number = Date.now): MiddlewareHandler {
  let reset = 0;
  let used = 0;
  return async (c, next) => {
    const seconds = Math.floor(now() / 1000);
    if (seconds >= reset) {
      reset = seconds + HOUR_SECONDS;
      used = 0;
    }
    used += 1;
    await next();
    c.res.headers.set("ratelimit-limit", String(HOURLY));
    c.res.headers.set("ratelimit-remaining", String(Math.max(0, HOURLY - used)));
    c.res.headers.set("ratelimit-reset", String(reset));
  };
}
