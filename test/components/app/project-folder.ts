import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What makes a folder a Django project to us. */
export const DJANGO = {
  "manage.py": "#!/usr/bin/env python\n",
  "shop/wsgi.py": "application = None\n",
};

/** A file's text, a link to a target, or an executable. */
export type Content = string | { link: string } | { script: string };

const folders: string[] = [];

/** A temporary folder with these files in it. */
export function folderWith(files: Record<string, Content>): string {
  const root = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "string") writeFileSync(file, content, { mode: 0o644 });
    else if ("link" in content) symlinkSync(content.link, file);
    else {
      writeFileSync(file, content.script);
      chmodSync(file, 0o755);
    }
  }
  return root;
}

/** To be called after each test. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What an expression throws: its message. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("nothing was thrown");
}
