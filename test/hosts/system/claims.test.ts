import { randomUUID } from "node:crypto";
import { claim, release, type Shared } from "../../../local/hosts/system/claims";

/** Something to share that writes down what is done to it. */
function shared(log: string[]): Shared<string> & { lost: boolean } {
  return {
    name: `test-${randomUUID()}`,
    lost: false,
    holds() {
      return !this.lost;
    },
    acquire: () => Promise.resolve(`made ${log.push("acquire")}`),
    release: (memory) => Promise.resolve(void log.push(`release ${memory}`)),
  };
}

test("the first cloud sets it up, the last one puts it back", async () => {
  const log: string[] = [];
  const thing = shared(log);
  expect(await Promise.all([claim(thing, "a"), claim(thing, "b"), claim(thing, "a")])).toEqual([
    "made 1",
    "made 1",
    "made 1",
  ]);
  await release(thing, "a");
  expect(log).toEqual(["acquire"]);
  await release(thing, "b");
  await release(thing, "b");
  expect(log).toEqual(["acquire", "release made 1"]);
});

test("what is no longer there is set up again, for the others too", async () => {
  const log: string[] = [];
  const thing = shared(log);
  await claim(thing, "a");
  thing.lost = true;
  expect(await claim(thing, "b")).toBe("made 2");
  thing.lost = false;
  expect(await claim(thing, "a")).toBe("made 2");
  await release(thing, "a");
  await release(thing, "b");
});
