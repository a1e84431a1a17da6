import { before, type Registered, type Run } from "../../support/mocks";
import { LOCAL, PRODUCTION, program } from "./server";

/** A program that makes the component several times, as one of somebody's own may. */
const servers = (count: number, config: Record<string, unknown> = LOCAL): Promise<Run> =>
  program(
    { ...config, "growth:droplets": String(count) },
    { program: "test/bench/growth/droplets/index" },
  );

const SERVER = /server-(\d)\b/g;

/** A server's own resources, under the parents that the component gave them. */
const of = (number: number, { resources }: Run): Registered[] =>
  resources.filter(({ name }) => name.startsWith(`server-${number}`));

/** Names, parents and what it waits for, but for the number; what is generated differs. */
const shapeOf = ({ urn, inputs, dependencies }: Registered): string =>
  JSON.stringify([urn, Object.keys(inputs), dependencies]).replace(SERVER, "server-N");

const numbersIn = (value: unknown): string[] => [
  ...new Set([...JSON.stringify(value).matchAll(SERVER)].map(([, number = ""]) => number)),
];

describe("several servers in one program", () => {
  test("have the same resources, each by a name of its own", async () => {
    const run = await servers(3);
    const urns = run.resources.map(({ urn }) => urn);
    expect(new Set(urns).size).toBe(urns.length);
    expect(of(2, run).map(shapeOf).sort()).toEqual(of(1, run).map(shapeOf).sort());
    expect(of(3, run).map(shapeOf).sort()).toEqual(of(1, run).map(shapeOf).sort());
    expect(of(1, run).length).toBeGreaterThan(25);
    // The provider is no server's.
    expect(urns.length - 3 * of(1, run).length).toBe(1);
  });

  test("have nothing of each other: keys, tags, texts, or something to wait for", async () => {
    const run = await servers(2, { ...LOCAL, alertEmails: ["ada@example.com"] });
    for (const number of [1, 2]) {
      const own = [String(number)];
      for (const { name, inputs } of of(number, run)) {
        expect(numbersIn([name, inputs, before(run, name)])).toEqual(own);
      }
    }
  });

  test("are told apart by whoever is alerted", async () => {
    const run = await servers(2, { ...PRODUCTION, alertEmails: ["ada@example.com"] });
    const texts = run.resources
      .filter(({ type }) => /Alert$|UptimeCheck$/.test(type))
      .map(({ inputs }) => String(inputs["description"] ?? inputs["name"]));
    expect(texts).toHaveLength(10);
    expect(new Set(texts).size).toBe(10);
    expect(texts).toContain("hello (test, server-2) is down");
  });

  test("come and go without the others being changed", async () => {
    const [one, two] = [await servers(1), await servers(2)];
    const told = (run: Run) => of(1, run).map((resource) => JSON.stringify(resource));
    expect(told(two).sort()).toEqual(told(one).sort());
  });
});
