import type { Context } from "hono";

const DEFAULT_PER_PAGE = 20;
const MAX_PER_PAGE = 200;

/** A list as DigitalOcean answers it: one page under `key`, `links.pages` to the others, `meta.total`. */
export function listPage<T>(c: Context, key: string, items: readonly T[]): Response {
  const perPage = Math.min(positive(c.req.query("per_page")) ?? DEFAULT_PER_PAGE, MAX_PER_PAGE);
  const page = positive(c.req.query("page")) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const href = (target: number) => {
    const url = new URL(c.req.url);
    url.searchParams.set("page", String(target));
    url.searchParams.set("per_page", String(perPage));
    return url.href;
  };
  const pages = {
    ...(page > 1 && { first: href(1), prev: href(Math.min(page - 1, last)) }),
    ...(page < last && { next: href(page + 1), last: href(last) }),
  };
  return c.json({
    [key]: items.slice((page - 1) * perPage, page * perPage),
    links: Object.keys(pages).length > 0 ? { pages } : {},
    meta: { total: items.length },
  });
}

function positive(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
