const stop = new AbortController();
const term = new AbortController();

/** Aborted as soon as the command is to end: what has not begun does not begin. */
export const stopping = stop.signal;

/**
 * Ends the engines that run, in good order. Ctrl-C is not among its causes: it reaches them from the
 * terminal, and a second one would end them at once, half-way.
 */
export const engineSignal = term.signal;

/** To be called once, by the command. */
export function endOnSignals(report: (line: string) => void): void {
  process.on("SIGINT", () => {
    if (!stop.signal.aborted) report("stopping: the engines that run come to their end …");
    stop.abort();
  });
  process.on("SIGTERM", () => {
    stop.abort();
    term.abort();
  });
}
