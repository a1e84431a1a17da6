import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyState } from "../../local/api/state/model";
import { Store } from "../../local/api/state/store";
import { temporaryFolder } from "./temporary";

const fresh = () => join(temporaryFolder(), "folder", "state.json");

test("a change is in memory and on disk, for its owner's eyes only", () => {
  const path = fresh();
  const store = new Store(path);
  expect(store.state).toEqual(emptyState());
  expect(existsSync(path)).toBe(false);
  expect(store.commit((draft) => draft.tags.push("web"))).toBe(1);
  expect(store.state.tags).toEqual(["web"]);
  expect(new Store(path).state).toEqual(store.state);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a change that throws has not happened", () => {
  const path = fresh();
  const store = new Store(path);
  store.commit((draft) => draft.tags.push("kept"));
  const before = readFileSync(path, "utf8");
  expect(() =>
    store.commit((draft) => {
      draft.tags.push("lost");
      throw new Error("refused");
    }),
  ).toThrow("refused");
  expect(store.state.tags).toEqual(["kept"]);
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("a change that cannot be written has not happened", () => {
  const path = fresh();
  const store = new Store(path);
  store.commit((draft) => draft.tags.push("kept"));
  expect(() => store.commit((draft) => draft.tags.push(1n as never))).toThrow("BigInt");
  expect(store.state.tags).toEqual(["kept"]);
});

test("states that were handed out do not change", () => {
  const store = new Store(fresh());
  const before = store.state;
  store.commit((draft) => draft.tags.push("web"));
  expect(before.tags).toEqual([]);
});

test.each(["", "{", '{"version":2}', "null"])("fails on the file %j", (text) => {
  const path = fresh();
  new Store(path);
  writeFileSync(path, text);
  expect(() => new Store(path)).toThrow(`${path} is not a state of this version`);
});

test("half a file beside the state means nothing", () => {
  const path = fresh();
  new Store(path).commit((draft) => draft.tags.push("web"));
  writeFileSync(`${path}.new`, '{"version":1,"tags":["ha');
  expect(new Store(path).state.tags).toEqual(["web"]);
});
