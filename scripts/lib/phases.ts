/** Wall-clock time by phase, for the closing summary of `npm run up`. */
export class Phases {
  private readonly seconds = new Map<string, number>();

  /** Runs one phase and keeps how long it took. */
  async time<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.seconds.set(name, (performance.now() - started) / 1000);
    }
  }

  /** `set-up 0.1 s · local cloud 1.2 s · pulumi up 31.0 s · 32.3 s in all`. */
  summary(): string {
    const phases = [...this.seconds].map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`);
    const total = [...this.seconds.values()].reduce((sum, seconds) => sum + seconds, 0);
    return [...phases, `${total.toFixed(1)} s in all`].join(" · ");
  }
}
