import { SettingError } from "./setting-error";

/** Gathers what is wrong, so that a person mends all settings in one go instead of one a run. */
export class Problems {
  readonly #errors: SettingError[] = [];

  add(error: SettingError): void {
    this.#errors.push(error);
  }

  /**
   * Runs a check that needs the values of `keys`, unless one of them is wrong itself: a second
   * message about it would only mislead.
   *
   * @returns what the check returns, or undefined where there is a problem
   */
  check<T>(keys: readonly string[], check: () => T): T | undefined {
    if (this.#errors.some((error) => keys.includes(error.key))) return undefined;
    try {
      return check();
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      this.add(error);
      return undefined;
    }
  }

  /** One line a problem, in the order of the keys; empty where all is well. */
  get lines(): string[] {
    return this.#errors.map((error) => error.message).sort();
  }
}
