import { printable } from "../terminal";

/** Text in markup or in an attribute, whatever the host put into it. */
export function escape(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/**
 * The charts' own width: a phone's, so that the text in them has the page's size there. On wider
 * screens charts stand side by side.
 */
export const WIDTH = 340;

/** A picture; `summary` says in words what it shows. */
export function picture(summary: string, height: number, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(summary)}">${parts.join("")}</svg>`;
}

export function bar(kind: string, x: number, y: number, width: number, height: number): string {
  return `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(Math.max(0, width))}" height="${round(height)}" rx="2"/>`;
}

export function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

export function words(
  content: string,
  x: number,
  y: number,
  anchor: "start" | "middle" | "end" = "start",
  kind = "",
): string {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escape(content)}</text>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
