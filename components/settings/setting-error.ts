import { Refusal } from "./refusal";

/** The namespace of the program's config keys: the project's name in Pulumi.yaml. */
export const NAMESPACE = "django-droplet";

/** One thing that is wrong with one setting, on one line: the value given, what is allowed, what to do. */
export class SettingError extends Error {
  override readonly name = "SettingError";

  /**
   * @param path the key, or a place in its value: `size`, `sshAllowedCidrs[1]`, `source.directory`
   * @param entry where the key stands, if not on the top level: `sites[1]`
   */
  constructor(
    readonly path: string,
    readonly reason: string,
    readonly entry?: string,
  ) {
    super(
      entry === undefined
        ? `${NAMESPACE}:${path}: ${reason}`
        : `${NAMESPACE}:${entry}.${path}: ${inEntry(reason, entry)}`,
    );
  }

  /** The key that the path begins with. */
  get key(): string {
    return /^[^.[]*/.exec(this.path)?.[0] ?? this.path;
  }

  /** The same error of a key that stands in an entry. */
  within(entry: string): SettingError {
    return new SettingError(this.path, this.reason, entry);
  }
}

/** Whoever checks a site's setting knows it by its key alone; in an entry the command is another. */
function inEntry(reason: string, entry: string): string {
  return reason.replace(
    /pulumi config (set|rm) (?:--path )?([a-z][\w.]*)/gi,
    (_, verb: string, path: string) => `pulumi config ${verb} --path '${entry}.${path}'`,
  );
}

/** Runs a check of a setting's value: its refusal becomes the setting's error. */
export function checkAs<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof Refusal ? new SettingError(path, error.message) : error;
  }
}
