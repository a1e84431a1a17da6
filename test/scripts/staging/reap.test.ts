import { expiryOf, type ExpirySources } from "../../../scripts/staging/expiry";
import { reap, type Candidate, type World } from "../../../scripts/staging/reap";

const NOW = new Date("2026-11-24T13:00:00Z");
const PAST = "2026-11-24T12:59:59Z";
const FUTURE = "2026-11-24T13:00:01Z";

function stack(name: string, sources: ExpirySources, local = true): Candidate {
  return { name, local, expiry: expiryOf(sources) };
}

/** A world in which everything works, and what was destroyed in it. */
function world(changes: Partial<World<Candidate>> = {}): {
  destroyed: string[];
  world: World<Candidate>;
} {
  const destroyed: string[] = [];
  return {
    destroyed,
    world: {
      now: () => Promise.resolve(NOW),
      lookAgain: (one) => Promise.resolve(one),
      destroy: (one) => {
        destroyed.push(one.name);
        return Promise.resolve();
      },
      ...changes,
    },
  };
}

const options = { concurrency: 2, dryRun: false };

it("destroys what is past its time, and nothing else", async () => {
  const here = world();
  const stacks = [
    stack("past", { stackTag: PAST }),
    stack("to the second", { output: NOW.toISOString() }),
    stack("future", { config: FUTURE }),
    stack("lasting", { output: "" }),
    stack("dev", { config: PAST }),
  ];
  expect(await reap(stacks, here.world, options)).toEqual({
    destroyed: ["past", "to the second"],
    kept: ["future"],
    failed: [],
  });
  expect(here.destroyed).toEqual(["past", "to the second"]);
});

it("destroys nothing in a dry run", async () => {
  const here = world();
  const result = await reap([stack("past", { output: PAST })], here.world, {
    ...options,
    dryRun: true,
  });
  expect(result.destroyed).toEqual(["past"]);
  expect(here.destroyed).toEqual([]);
});

it("leaves a stack alone that any place gives more time", async () => {
  const here = world();
  await reap(
    [stack("extended", { output: PAST, config: PAST, stackTag: FUTURE })],
    here.world,
    options,
  );
  expect(here.destroyed).toEqual([]);
});

it("leaves a stack alone whose only expiry is garbage, and reports it", async () => {
  const here = world();
  const stacks = [stack("garbled", { stackTag: "yesterday" }), stack("past", { output: PAST })];
  expect(await reap(stacks, here.world, options)).toEqual({
    destroyed: ["past"],
    kept: [],
    failed: [
      { name: "garbled", reason: 'it was left alone: the stack tag "yesterday" is no time' },
    ],
  });
});

it("does not let garbage beside a good expiry keep a stack", async () => {
  const here = world();
  await reap([stack("past", { output: PAST, dropletTags: ["expires-at:"] })], here.world, options);
  expect(here.destroyed).toEqual(["past"]);
});

it("goes on past failures, and reports each", async () => {
  const names = ["a", "b", "c", "d", "e"];
  const here = world();
  const failures: Record<string, string> = {
    b: "429 Too many requests",
    d: "DELETE https://api: 500 Server Error",
  };
  const destroy: World<Candidate>["destroy"] = (one, now) => {
    const reason = failures[one.name];
    return reason ? Promise.reject(new Error(reason)) : here.world.destroy(one, now);
  };
  const stacks = names.map((name) => stack(name, { stackTag: PAST }));
  expect(await reap(stacks, { ...here.world, destroy }, options)).toEqual({
    destroyed: ["a", "c", "e"],
    kept: [],
    failed: [
      { name: "b", reason: "429 Too many requests" },
      { name: "d", reason: "DELETE https://api: 500 Server Error" },
    ],
  });
});

it("looks again when a stack's turn comes: it may have been extended, or be gone", async () => {
  const lookAgain: World<Candidate>["lookAgain"] = (one) =>
    Promise.resolve(one.name === "gone" ? undefined : stack(one.name, { stackTag: FUTURE }));
  const here = world({ lookAgain });
  const stacks = [stack("extended", { stackTag: PAST }), stack("gone", { stackTag: PAST })];
  expect(await reap(stacks, here.world, options)).toEqual({
    destroyed: ["gone"],
    kept: ["extended"],
    failed: [],
  });
  expect(here.destroyed).toEqual([]);
});

it("judges by the cloud's clock", async () => {
  const here = world({ now: (local) => Promise.resolve(local ? NOW : new Date("2020-01-01")) });
  await reap(
    [stack("there", { output: PAST }, false), stack("here", { output: PAST })],
    here.world,
    options,
  );
  expect(here.destroyed).toEqual(["here"]);
});

it("destroys nothing in a cloud whose time is not known, and goes on in the other", async () => {
  const here = world({
    now: (local) => (local ? Promise.resolve(NOW) : Promise.reject(new Error("no answer"))),
  });
  const stacks = [stack("there", { output: PAST }, false), stack("here", { output: PAST })];
  expect(await reap(stacks, here.world, options)).toEqual({
    destroyed: ["here"],
    kept: [],
    failed: [{ name: "there", reason: "the time is not known: no answer" }],
  });
  expect(here.destroyed).toEqual(["here"]);
});

it("does not ask the time of a cloud where nothing can end", async () => {
  const here = world({ now: () => Promise.reject(new Error("asked")) });
  expect((await reap([stack("lasting", {}, false)], here.world, options)).failed).toEqual([]);
});
