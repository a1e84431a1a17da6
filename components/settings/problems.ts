import { SettingError } from "./setting-error";

/** Gathers what is wrong, so that a person mends all settings in one go instead of one a run. */
export class Problems {
  readonly #errors: SettingError[];
  readonly #entry: string | undefined;

  constructor(errors: SettingError[] = [], entry?: string) {
    this.#errors = errors;
    this.#entry = entry;
  }

  /** The same problems, for checks of the keys in an entry such as `sites[1]`. */
  within(entry: string): Problems {
    return new Problems(this.#errors, entry);
  }

  add(error: SettingError): void {
    this.#errors.push(this.#entry === undefined ? error : error.within(this.#entry));
  }

  /**
   * Runs a check that needs the values of `keys`, unless one of them is wrong itself, here or on the
   * top level, where an entry's defaults are: a second message about it would only mislead.
   *
   * @returns what the check returns, or undefined where there is a problem
   */
  check<T>(keys: readonly string[], check: () => T): T | undefined {
    const concerns = ({ entry }: SettingError) => entry === undefined || entry === this.#entry;
    if (this.#errors.some((error) => concerns(error) && keys.includes(error.key))) return undefined;
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
