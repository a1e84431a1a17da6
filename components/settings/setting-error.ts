import { Refusal } from "./refusal";

/** The namespace of the program's config keys: the project's name in Pulumi.yaml. */
export const NAMESPACE = "django-droplet";

/** One thing that is wrong with one setting, on one line: the value given, what is allowed, what to do. */
export class SettingError extends Error {
  override readonly name = "SettingError";

  /** @param path the key, or a place in its value: `size`, `sshAllowedCidrs[1]`, `source.directory` */
  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(`${NAMESPACE}:${path}: ${reason}`);
  }

  /** The key that the path begins with. */
  get key(): string {
    return /^[^.[]*/.exec(this.path)?.[0] ?? this.path;
  }
}

/** Runs a check of a setting's value: its refusal becomes the setting's error. */
export function checkAs<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof Refusal ? new SettingError(path, error.message) : error;
  }
}
