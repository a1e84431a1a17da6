/** Work in the background, one thing after the other for each key. */
export class Queue {
  readonly #tails = new Map<number, Promise<void>>();

  /** Starts `work` once all earlier work of the key is done; `work` has to deal with its own errors. */
  add(key: number, work: () => Promise<void>): void {
    const tail = (this.#tails.get(key) ?? Promise.resolve()).then(work).finally(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    this.#tails.set(key, tail);
  }

  /** Ends when nothing is left to do, work that was added meanwhile included. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}
