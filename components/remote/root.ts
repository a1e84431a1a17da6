/** The one who may do everything. */
export const ROOT = "root";

/**
 * A command line that root runs, whoever logs in. `-n`: a password that nobody can type is an error
 * and not a wait; Debian's sudo gives root's own PATH and hands on standard input.
 */
export function asRoot(user: string, command: string): string {
  return user === ROOT ? command : `sudo -n ${command}`;
}
