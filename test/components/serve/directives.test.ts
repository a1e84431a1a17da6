import fc from "fast-check";
import {
  override,
  propertyLines,
  renderUnit,
  type Directive,
} from "../../../components/serve/directives";

const ADDED_UP = ["Environment", "EnvironmentFile", "IPAddressDeny", "ReadWritePaths"];

test("a unit file has its sections and directives in their order", () => {
  const text = renderUnit({
    Unit: [["Description", "A site"]],
    Service: [
      ["Environment", "A=1"],
      ["Environment", "B=2"],
      ["CapabilityBoundingSet", ""],
    ],
  });
  expect(text).toBe(
    "[Unit]\nDescription=A site\n\n[Service]\nEnvironment=A=1\nEnvironment=B=2\nCapabilityBoundingSet=\n",
  );
});

test("properties are the same lines, in which a percent sign stands for itself", () => {
  expect(
    propertyLines([
      ["A", "1"],
      ["A", ""],
      ["B", "%%H:%%M %%"],
    ]),
  ).toEqual(["A=1", "A=", "B=%H:%M %"]);
});

describe("an override", () => {
  const own: Directive[] = [
    ["UMask", "0027"],
    ["SystemCallFilter", "@system-service"],
    ["Environment", "PYTHONPATH=/opt/shop/current/etc"],
    ["SystemCallFilter", "~@resources"],
    ["Environment", "DJANGO_SETTINGS_MODULE=deployed_settings"],
    ["RemoveIPC", "yes"],
  ];

  test("takes the place of the first line of its key, and the others go", () => {
    expect(override(own, { SystemCallFilter: "@chown" }).slice(0, 3)).toEqual([
      ["UMask", "0027"],
      ["SystemCallFilter", "@chown"],
      ["Environment", "PYTHONPATH=/opt/shop/current/etc"],
    ]);
    expect(override(own, { SystemCallFilter: "@chown" })).toHaveLength(own.length - 1);
  });

  test("of a key that is not there comes last", () => {
    expect(override(own, { MemoryMax: "400M" })).toEqual([...own, ["MemoryMax", "400M"]]);
  });

  test("of the environment leaves the program's own variables alone", () => {
    expect(override(own, { Environment: "DEBUG=no" })).toEqual([
      ...own,
      ["Environment", "DEBUG=no"],
    ]);
  });

  test("may take a directive back by an empty value", () => {
    expect(override(own, { RemoveIPC: "" }).at(-1)).toEqual(["RemoveIPC", ""]);
  });
});

describe("overrides, whatever they are,", () => {
  const key = fc.constantFrom(
    "UMask",
    "Environment",
    "ReadWritePaths",
    "Nice",
    "MemoryMax",
    "A",
    "B",
  );
  const directives = fc.array(fc.tuple(key, fc.string({ maxLength: 3 })), { maxLength: 12 });
  const overrides = fc.dictionary(key, fc.string({ maxLength: 3 }), { maxKeys: 5 });

  test("leave every other directive as it was, in its order", () => {
    fc.assert(
      fc.property(directives, overrides, (given, over) => {
        const untouched = (list: readonly Directive[]) => list.filter(([name]) => !(name in over));
        expect(untouched(override(given, over))).toEqual(untouched(given));
      }),
    );
  });

  test("are all in the result, once each, and lose no line of a key that systemd adds up", () => {
    fc.assert(
      fc.property(directives, overrides, (given, over) => {
        const result = override(given, over);
        for (const [name, value] of Object.entries(over)) {
          const before = given.filter(([other]) => other === name).map(([, own]) => own);
          const after = result.filter(([other]) => other === name).map(([, own]) => own);
          expect(after).toEqual(ADDED_UP.includes(name) ? [...before, value] : [value]);
        }
      }),
    );
  });

  test("keep the order of the keys that were there", () => {
    fc.assert(
      fc.property(directives, overrides, (given, over) => {
        const firsts = (list: readonly Directive[]) => [
          ...new Set(
            list.map(([name]) => name).filter((name) => given.some(([own]) => own === name)),
          ),
        ];
        expect(firsts(override(given, over))).toEqual(firsts(given));
      }),
    );
  });
});
