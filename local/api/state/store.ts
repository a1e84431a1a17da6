import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { emptyState, type State } from "./model";

/**
 * The state in memory and on disk, the two never apart: a change counts once its file has replaced the
 * last one, so a kill at any moment leaves the state from before the change or from after it.
 */
export class Store {
  #state: State;

  /** @throws if the file is there and is not a state that this version wrote. */
  constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#state = load(path);
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /**
   * Applies `change` to a copy and makes that the state; returns what `change` returns.
   * If `change` or the disk fails, nothing has happened.
   */
  commit<T>(change: (draft: State) => T): T {
    const draft = structuredClone(this.#state);
    const result = change(draft);
    replaceFile(this.path, JSON.stringify(draft));
    this.#state = draft;
    return result;
  }
}

function load(path: string): State {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyState();
    throw error;
  }
  const state = parse(text);
  if (!state) {
    throw new Error(
      `${path} is not a state of this version of the local cloud: "npm run cloud -- reset" starts afresh`,
    );
  }
  return state;
}

function parse(text: string): State | undefined {
  try {
    const state = JSON.parse(text) as State;
    // A state from before a kind of thing was served has no list of it.
    return state.version === 1 ? { ...emptyState(), ...state } : undefined;
  } catch {
    return undefined;
  }
}

function replaceFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, "w", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Makes the rename last over a power cut. It has happened already, so a failure must not undo the change. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // A file system that cannot sync a folder keeps the rename all the same.
  }
}
