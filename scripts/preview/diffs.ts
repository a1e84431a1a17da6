import { clip, details, fenced, html, visible } from "./markdown";
import type { TextChange } from "./texts";

/** The most of one line. */
const LINE = 500;

/** Kept free in each for the note that it was cut. */
const NOTE = 100;

/** A text whose diff has its rows ready; `frame` is what it takes beside them. */
interface Entry {
  text: TextChange;
  rows: readonly string[];
  frame: number;
}

/** The diffs of texts, cut so that all of them together take at most `room` characters. */
export function renderDiffs(texts: readonly TextChange[], room: number): string {
  const shown: Entry[] = [];
  let rest = room;
  for (const entry of texts.map(entryOf)) {
    if (entry.frame > rest) break;
    rest -= entry.frame;
    shown.push(entry);
  }
  const rooms = shares(
    shown.map(({ rows }) => sizeOf(rows)),
    rest,
  );
  const blocks = shown.map(({ text, rows }, index) =>
    block(text, rows, firstRows(rows, rooms[index] ?? 0)),
  );
  const left = texts.length - shown.length;
  if (left > 0) blocks.push(`${left} more texts change, too many to show here.`);
  return blocks.join("\n\n");
}

function entryOf(text: TextChange): Entry {
  const rows = text.lines.map((line) =>
    line ? clip(visible(`${line.sign}${line.text}`), LINE) : "@@ … @@",
  );
  return { text, rows, frame: block(text, rows, rows).length - sizeOf(rows) + NOTE };
}

function block(text: TextChange, all: readonly string[], rows: readonly string[]): string {
  const { label, path, action, added, removed } = text;
  const place = path === undefined ? "" : ` <code>${html(clip(path, 200))}</code>`;
  const title = `<b>${html(clip(label, 100))}</b>${place} ${action}, +${added} −${removed}`;
  const cut = all.length - rows.length;
  const note = cut > 0 ? `\n\n${cut} more lines, cut because a comment has no room for them.` : "";
  return details(title, `${fenced(rows, "diff")}${note}`);
}

function firstRows(rows: readonly string[], room: number): readonly string[] {
  let size = 0;
  const over = rows.findIndex((row) => (size += row.length + 1) > room);
  return over < 0 ? rows : rows.slice(0, over);
}

function sizeOf(rows: readonly string[]): number {
  return rows.reduce((size, row) => size + row.length + 1, 0);
}

/** Divides the room: who needs less than an equal share leaves the rest to the others. */
function shares(sizes: readonly number[], room: number): number[] {
  const result = sizes.map(() => 0);
  const bySize = sizes.map((size, index) => ({ size, index })).sort((a, b) => a.size - b.size);
  let rest = room;
  for (const [place, { size, index }] of bySize.entries()) {
    const share = Math.min(size, Math.floor(rest / (bySize.length - place)));
    result[index] = share;
    rest -= share;
  }
  return result;
}
