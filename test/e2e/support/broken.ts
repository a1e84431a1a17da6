import type { SourceCopy } from "./source-copy";

/** Where the example runs: in the pre-flight's boot, or for visitors. */
export const IN_EARNEST = '"preflight" not in os.environ.get("RUNTIME_DIRECTORY", "")';

/**
 * Makes the example's page raise an error under a condition.
 *
 * @param condition a Python expression, which may use `os` and `sys`
 */
export function raiseInView(copy: SourceCopy, condition: string): void {
  copy.edit(
    "guestbook/views.py",
    "def index(request):",
    `def index(request):\n    import os, sys\n    if ${condition}: raise RuntimeError("this view fails")`,
  );
}
