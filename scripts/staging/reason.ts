import { stripVTControlCharacters } from "node:util";

const LONGEST = 300;

/**
 * Why the engine failed, in one line. Its errors in the order that they were met say more than the
 * error of the command, which holds all that was printed.
 *
 * @param diagnostics the messages of severity error that the engine sent
 */
export function reasonOf(error: unknown, diagnostics: readonly string[] = []): string {
  const message = error instanceof Error ? error.message : String(error);
  // `error: update failed` only says that there are others.
  const printed = [...message.matchAll(/^\s*(?:stderr: )?error: (.*)$/gm)].map(
    ([, text = ""]) => text,
  );
  const told = [...diagnostics, ...printed].map(oneLine).filter((line) => line !== "");
  const isReason = (line: string) => !/^(update|destroy|refresh|preview) failed$/.test(line);
  return (told.find(isReason) ?? told[0] ?? oneLine(message)).slice(0, LONGEST);
}

/** The first line with something in it, without the marks of colours. */
function oneLine(text: string): string {
  const plain = stripVTControlCharacters(text).replaceAll(/<\{%[^%]*%\}>/g, "");
  const lines = plain.split("\n").map((line) => line.trim());
  const [first = "", second = ""] = lines.filter((line) => line !== "");
  // `1 error occurred:` and `… failed:` announce the line below them.
  return first.endsWith(":") && second !== "" ? `${first} ${second.replace(/^\* /, "")}` : first;
}
