import { COMBINATIONS, type Combination } from "../../../components/serve/choices";
import { CHOICES } from "../../support/choices";
import { ways } from "./ways";

const pair = ({ appServer, webServer }: (typeof CHOICES)[number]) => `${appServer} + ${webServer}`;

test("every pair of servers that is allowed is measured once, and named after itself", () => {
  const byItself = ways(COMBINATIONS).filter((way) => !way.instead && way.path === "/");
  expect(byItself.map(({ choice }) => pair(choice))).toEqual([...new Set(CHOICES.map(pair))]);
  for (const { name, choice } of byItself) expect(name.startsWith(pair(choice))).toBe(true);
});

test("a new choice in the table is measured too", () => {
  const [first] = COMBINATIONS;
  if (!first) throw new Error("no combinations");
  const table: Combination[] = [
    { ...first, webServers: ["nginx"] },
    { ...first, webServers: ["none", "apache"], supervisors: ["supervisor", "systemd"] },
  ];
  const choices = ways(table).map(({ choice }) => choice);
  expect(choices).toContainEqual({
    ...{ appServer: first.appServer, webServer: "none", supervisor: "supervisor" },
  });
  expect(choices.filter(({ webServer }) => webServer !== "nginx")).toHaveLength(2);
});

test("the default comes first, and stays while what is made by hand on its host is measured", () => {
  const [file, defaults, ...others] = ways(COMBINATIONS);
  expect(file?.path).toMatch(/^\/static\//);
  expect(defaults?.name).toBe("gunicorn + nginx (the defaults)");
  expect(defaults?.choice).toEqual(CHOICES[0]);
  const byHand = others.filter(({ instead }) => instead);
  expect(byHand.map(({ name }) => name)).toEqual([
    "raw gunicorn on loopback",
    "the chapter's unit",
    "the chapter's unit + nginx",
  ]);
  expect(others.slice(0, byHand.length)).toEqual(byHand);
  expect(byHand.every(({ choice }) => choice === defaults?.choice)).toBe(true);
});

test("no two have one name", () => {
  const names = ways(COMBINATIONS).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
