/** What the words of an `Environment=` line look like: quoted as a whole, or without spaces. */
const WORD = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g;

/** The variables of a unit's `Environment=` line (systemd.exec(5)), the last one of a name. */
export function environmentOf(line: string): Map<string, string> {
  const words = [...line.matchAll(WORD)].map(([, double, single, bare]) => {
    const text = double ?? single ?? bare ?? "";
    return text.replace(/\\(.)/g, "$1");
  });
  return new Map(
    words.flatMap((word): [string, string][] => {
      const at = word.indexOf("=");
      return at < 1 ? [] : [[word.slice(0, at), word.slice(at + 1)]];
    }),
  );
}
