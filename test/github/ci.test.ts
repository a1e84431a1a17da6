import { Runner } from "./runner";
import { World } from "./world";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => {
  world.end();
});

it.each(["push", "pull_request"])("runs the project's own tests as root on a %s", async (event) => {
  const runner = await Runner.of(world);
  const { test } = runner.run(".github/workflows/ci.yml", { event });
  expect(test).toMatchObject({ result: "success", environment: "" });
  const [sudo, npm, ...more] = world.calls();
  expect(sudo).toMatch(/^sudo --preserve-env env PATH=\S+ HOME=\/root \.ci\/run$/);
  expect(npm).toBe("npm test []");
  expect(more).toEqual([]);
});

it("fails with the tests", async () => {
  const runner = await Runner.of(world);
  world.answer("test", "1 passed, 1 failed\n", 1);
  expect(runner.run(".github/workflows/ci.yml", { event: "push" })["test"]?.result).toBe("failure");
});
