import { parseDirective, parseDirectiveValue } from "../../../components/settings/unit-overrides";
import { messageOf } from "../app/project-folder";

describe("unit overrides", () => {
  test.each([["MemoryMax"], ["IPAddressDeny"], ["Nice"]])("%s is a directive", (name) => {
    expect(parseDirective(name)).toBe(name);
  });

  const listed = "they are listed in systemd.exec(5) and systemd.resource-control(5)";
  test.each([
    [
      "memorymax",
      `"memorymax" is not a directive of systemd's [Service] section (did you mean "MemoryMax"?); ${listed}`,
    ],
    [
      "Memory Max",
      `"Memory Max" is not a directive of systemd's [Service] section (did you mean "MemoryMax"?); ${listed}`,
    ],
    ["[Install]", `"[Install]" is not a directive of systemd's [Service] section; ${listed}`],
    [
      "X\nExecStart",
      `"X\\nExecStart" is not a directive of systemd's [Service] section; ${listed}`,
    ],
    ["constructor", `"constructor" is not a directive of systemd's [Service] section; ${listed}`],
    ["User", "the program sets User itself; use the user setting"],
  ])("%j is refused", (name, message) => {
    expect(messageOf(() => parseDirective(name))).toBe(message);
  });

  test.each([
    ["400M", "400M"],
    [5, "5"],
    [true, "true"],
    ["", ""],
    [" a b ", "a b"],
    ["FORMAT=%%H:%%M 50%%", "FORMAT=%%H:%%M 50%%"],
    ["200%", "200%"],
    ["12.5%", "12.5%"],
  ])("the value %j is %j", (value, text) => expect(parseDirectiveValue(value)).toBe(text));

  test.each([
    ["/etc/%N.env", "%N"],
    ["%%%H", "%H"],
    ["SHARE=50%", "%"],
  ])(
    "the value %j has a specifier, which pip and the pre-flight would not know",
    (value, found) => {
      expect(messageOf(() => parseDirectiveValue(value))).toBe(
        `${JSON.stringify(value)} has the specifier "${found}", which only the service would know, and not the steps before it; write out what it stands for, or %% for a percent sign`,
      );
    },
  );

  const line = "has a line break, a control character or a \\ at its end; write one line";
  test.each([
    ["a\nExecStart=/bin/sh", `"a\\nExecStart=/bin/sh" ${line}`],
    ["a\\", `"a\\\\" ${line}`],
    [["a"], `["a"] is not text; write one value, as in a unit file`],
    [null, `null is not text; write one value, as in a unit file`],
  ])("the value %j is refused", (value, message) => {
    expect(messageOf(() => parseDirectiveValue(value))).toBe(message);
  });
});
