import { folderWith } from "../app/project-folder";
import { read, refusal } from "./read";

export type Entry = Record<string, unknown>;

/** Two entries of `sites` that go together. */
export const SHOP: Entry = { source: { directory: "shop" } };
export const BLOG: Entry = {
  source: { directory: "blog" },
  domain: "blog.example.com",
  port: 8001,
};

const config = (sites: readonly unknown[], more: Record<string, string> = {}) => ({
  cloud: "local",
  sites: JSON.stringify(sites),
  ...more,
});

/** Reads settings of several sites, whose sources are in a folder of this test's own. */
export function readerOfSites() {
  const root = folderWith({
    ...{ "shop/manage.py": "", "shop/shop/wsgi.py": "" },
    ...{ "blog/manage.py": "", "blog/blog/wsgi.py": "", "blog/prod.txt": "Django" },
    ...{ "both/manage.py": "", "both/a/wsgi.py": "", "both/b/wsgi.py": "" },
    ...{ "other/manage.py": "", "other/shop/wsgi.py": "" },
  });
  return {
    root,
    sitesOf: (sites: readonly unknown[], more?: Record<string, string>) =>
      read(config(sites, more), undefined, root).sites,
    linesOf: (sites: readonly unknown[], more?: Record<string, string>) =>
      refusal(config(sites, more), undefined, root),
  };
}
