import { Board } from "../../../scripts/staging/board";

let seconds = 0;
const now = () => seconds * 1000;
beforeEach(() => (seconds = 0));

function screen(terminal: object = {}) {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text), ...terminal };
}

it("prints a line for each step where there is no terminal", () => {
  const out = screen();
  const board = new Board(["pr-1", "pr-22"], out, now);
  board.set("pr-1", "droplet");
  seconds = 12;
  board.set("pr-1", "droplet");
  board.set("pr-22", "droplet");
  board.set("pr-1", "first boot");
  seconds = 30;
  board.end("pr-1", "failed");
  board.close();
  expect(out.written).toEqual([
    "pr-1     0 s  droplet\n",
    "pr-22    0 s  droplet\n",
    "pr-1    12 s  first boot\n",
    "pr-1    30 s  failed\n",
  ]);
});

it("draws all in place on a terminal, no line longer than it", () => {
  const out = screen({ isTTY: true, columns: 20, rows: 24 });
  const board = new Board(["a", "b"], out, now);
  board.set("a", "a phase with a long name");
  board.close();
  expect(out.written).toEqual([
    "a         waiting\u001b[K\nb         waiting\u001b[K\n",
    "\u001b[2Aa    0 s  a phase w\u001b[K\nb         waiting\u001b[K\n",
    "\u001b[2Aa    0 s  a phase w\u001b[K\nb         waiting\u001b[K\n",
  ]);
});

it("does not draw in place what the terminal has no room for", () => {
  const out = screen({ isTTY: true, columns: 80, rows: 2 });
  const board = new Board(["a", "b"], out, now);
  board.set("a", "droplet");
  board.close();
  expect(out.written).toEqual(["a    0 s  droplet\n"]);
});
