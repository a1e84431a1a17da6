import { nspawnArgs } from "../../../local/hosts/boot/nspawn-args";
import { Processors, shareOf } from "../../../local/hosts/resources/processors";

const alone = (count: number) => new Processors(count, () => new Map());

test("each host gets the processors that have the fewest hosts", () => {
  const processors = alone(3);
  const shares = ["a", "b", "c", "d"].map((machine) => processors.take(machine, 1));
  expect(shares).toEqual(["0", "1", "2", "0"]);
  expect(processors.take("e", 2)).toBe("1,2");
});

test("hosts of other clouds, and of before a restart of this one, count too", () => {
  const processors = new Processors(2, () => new Map([["other", [0]]]));
  expect(processors.take("a", 1)).toBe("1");
  expect(processors.take("b", 1)).toBe("0");
});

test("what a host leaves is taken by the next one", () => {
  const processors = alone(2);
  processors.take("a", 1);
  processors.take("b", 1);
  processors.free("a");
  expect(processors.take("c", 1)).toBe("0");
});

test("a host that boots again counts once", () => {
  const processors = new Processors(2, () => new Map([["a", [0, 1]]]));
  expect(processors.take("a", 1)).toBe("0");
  expect(processors.take("a", 2)).toBe("0,1");
  expect(processors.take("a", 1)).toBe("0");
  expect(processors.take("b", 1)).toBe("1");
});

test("no host has more than the machine", () => {
  expect(alone(2).take("a", 8)).toBe("0,1");
});

test("what a host has is read from its command line", () => {
  const args = nspawnArgs({
    ...{ name: "dd-0123abcd-7", hostname: "web-1", namespace: "n", root: "/r", boot: "/b" },
    ...{ seed: "/s", cpus: "0,1", views: undefined },
  });
  expect(shareOf(["systemd-nspawn", ...args].join(" "))).toEqual([["dd-0123abcd-7", [0, 1]]]);
  expect(shareOf("systemd-nspawn --version")).toEqual([]);
});
