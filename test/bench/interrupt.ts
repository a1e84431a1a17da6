const stop = new AbortController();

/** Aborted by Ctrl-C and by SIGTERM: what is measured ends, and everything is taken away. */
export const stopping = stop.signal;

/** To be called once, by the command. */
export function endOnSignals(report: (line: string) => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (!stopping.aborted) report("stopping: the hosts are being taken away …");
      stop.abort(new Error("the bench was interrupted"));
    });
  }
}
