import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../../scripts/lib/project";

const EXAMPLE = join(ROOT, "examples", "hello");

/** A copy of the bundled example that a test may change. */
export class SourceCopy {
  constructor(readonly directory: string) {}

  /** The example as it is in the tree. */
  restore(): void {
    rmSync(this.directory, { recursive: true, force: true });
    cpSync(EXAMPLE, this.directory, { recursive: true });
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** @throws if `from` is not in the file: the change would be none */
  edit(path: string, from: string, to: string): void {
    const text = readFileSync(join(this.directory, path), "utf8");
    if (!text.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}`);
    this.write(path, text.replaceAll(from, to));
  }

  append(path: string, text: string): void {
    this.write(path, readFileSync(join(this.directory, path), "utf8") + text);
  }

  /** Another page: a release that can be told from the others. */
  setHeading(heading: string): void {
    this.edit(
      "guestbook/templates/guestbook/index.html",
      "<h1>Hello from Django</h1>",
      `<h1>${heading}</h1>`,
    );
  }

  /** Gives the project's package, `hello`, another name. */
  renameProject(name: string): void {
    renameSync(join(this.directory, "hello"), join(this.directory, name));
    for (const file of ["manage.py", `${name}/wsgi.py`, `${name}/asgi.py`, `${name}/settings.py`]) {
      this.edit(file, "hello.", `${name}.`);
    }
  }

  remove(): void {
    if (existsSync(this.directory)) rmSync(this.directory, { recursive: true });
  }
}
