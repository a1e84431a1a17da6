/**
 * A failed set-up of the engine, for the person at the terminal. The message is one line that
 * names the step and what to do, followed, where a tool failed, by the last lines it printed.
 * No stack trace belongs with it.
 */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
