import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The commit of every run, and the branch's last one unless a test says otherwise. */
export const SHA = "5b1b2c0ffee0123456789abcdef0123456789abc";

/** The folder in which the stand-ins for npm, gh and sudo keep what they are told and tell. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), "django-droplet-workflow-"));

  constructor() {
    this.set("last-commit", SHA);
  }

  end(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Lays down how `npm run COMMAND` answers. */
  answer(command: string, text: string, code = 0): void {
    this.set(`${command}.out`, text);
    this.set(`${command}.code`, String(code));
  }

  set(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Empty where there is no such file. */
  read(file: string): string {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  /** The calls of the stand-ins, each with the secrets that it saw; they are forgotten. */
  calls(): string[] {
    const calls = this.read("calls").split("\n").filter(Boolean);
    this.set("calls", "");
    return calls;
  }

  /** The comments of the pull request, oldest first. */
  comments(): { id: number; body: string }[] {
    return JSON.parse(this.read("comments.json") || "[]") as { id: number; body: string }[];
  }
}
