import { SettingError } from "../settings/setting-error";
import { show } from "../settings/wording";

/** Reads something of the source; what the system does not let us read becomes the setting's error. */
export function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A file or folder of the source that the system does not let us read, as one line. */
export function unreadable(path: string, error: unknown): SettingError {
  return new SettingError(
    "source.directory",
    `${show(path)} cannot be read (${codeOf(error)}); mend its permissions, or name it in .gitignore`,
  );
}

/** The system's name for what went wrong, such as ENOENT. */
export function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error
    ? String(error.code)
    : String(error);
}
