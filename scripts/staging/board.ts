/** Where the board is drawn; `process.stderr` is one. */
export interface Screen {
  write: (text: string) => unknown;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

interface Line {
  phase: string;
  /** When it began, and when it ended. */
  from?: number;
  to?: number;
}

const SECOND_MS = 1_000;

/**
 * Which of several stacks is where, and for how long: on a terminal a line each, drawn in place;
 * elsewhere a line for each step.
 */
export class Board {
  readonly #lines = new Map<string, Line>();
  readonly #width: number;
  readonly #timer: NodeJS.Timeout | undefined;
  #drawn = 0;

  constructor(
    names: readonly string[],
    private readonly screen: Screen,
    private readonly now: () => number = () => performance.now(),
  ) {
    for (const name of names) this.#lines.set(name, { phase: "waiting" });
    this.#width = Math.max(...names.map(({ length }) => length), 0);
    if (!this.#isInPlace) return;
    this.#timer = setInterval(() => this.#draw(), SECOND_MS).unref();
    this.#draw();
  }

  /** A stack goes into a phase; its time begins with the first. */
  set(name: string, phase: string): void {
    const line = this.#lines.get(name);
    if (!line || line.phase === phase) return;
    line.from ??= this.now();
    line.phase = phase;
    this.#show(name, line);
  }

  /** A stack is done, one way or the other. */
  end(name: string, phase: string): void {
    const line = this.#lines.get(name);
    if (!line) return;
    line.from ??= this.now();
    line.to = this.now();
    line.phase = phase;
    this.#show(name, line);
  }

  /** Leaves what is drawn as it is. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#isInPlace) this.#draw();
  }

  /** A line more than the terminal has would scroll the first away. */
  get #isInPlace(): boolean {
    const { isTTY, rows = 24 } = this.screen;
    return isTTY === true && this.#lines.size < rows;
  }

  #show(name: string, line: Line): void {
    if (this.#isInPlace) this.#draw();
    else this.screen.write(`${this.#render(name, line)}\n`);
  }

  #draw(): void {
    const { columns = 80 } = this.screen;
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : "";
    const lines = [...this.#lines].map(
      ([name, line]) => `${this.#render(name, line).slice(0, columns - 1)}\u001b[K\n`,
    );
    this.screen.write(up + lines.join(""));
    this.#drawn = lines.length;
  }

  #render(name: string, { phase, from, to }: Line): string {
    const seconds = from === undefined ? undefined : ((to ?? this.now()) - from) / SECOND_MS;
    const time = seconds === undefined ? "" : `${Math.floor(seconds)} s`;
    return `${name.padEnd(this.#width)}  ${time.padStart(5)}  ${phase}`;
  }
}
