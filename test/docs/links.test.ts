import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const DOCS = join(__dirname, "..", "..", "docs");

test.each(readdirSync(DOCS).filter((file) => file.endsWith(".md")))(
  "%s links to files that are there",
  (file) => {
    const text = readFileSync(join(DOCS, file), "utf8");
    const links = [...text.matchAll(/\]\(((?!https?:)[^)#\s]+)(?:#[^)]*)?\)/g)];
    for (const [link, path = ""] of links) {
      expect([link, existsSync(join(DOCS, path))]).toEqual([link, true]);
    }
  },
);
