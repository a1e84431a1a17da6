import fc from "fast-check";
import { redact, secretValues } from "../../../scripts/preview/redact";

const printed = (entries: Record<string, unknown>): string => JSON.stringify(entries);

it("finds the secret values of a config, whatever they are in", () => {
  expect(
    secretValues(
      printed({
        "p:open": { value: "public", secret: false },
        "p:password": { value: "hunter2", secret: true },
        "p:object": {
          value: '{"a":["one"],"b":{"c":12345}}',
          objectValue: { a: ["one"], b: { c: 12345 } },
          secret: true,
        },
        "p:key": { value: "first line\n  second line\n", secret: true },
        "p:empty": { value: "", secret: true },
      }),
    ),
  ).toEqual(["hunter2", "one", "12345", "first line", "second line"]);
});

it("of an object takes the parts that the stack's file has encrypted, where it tells", () => {
  const host = { address: "203.0.113.7", privateKey: "PEM", more: ["open", "hidden"] };
  const config = printed({ "p:host": { value: "{}", objectValue: host, secret: true } });
  const encrypted = { secure: "v1:AAAA" };
  const file = { address: "203.0.113.7", privateKey: encrypted, more: ["open", encrypted] };
  expect(secretValues(config, { "p:host": file })).toEqual(["PEM", "hidden"]);
  expect(
    secretValues(config, { "p:host": { address: "203.0.113.7", privateKey: encrypted } }),
  ).toEqual(["PEM", "open", "hidden"]);
  const all = ["203.0.113.7", "PEM", "open", "hidden"];
  expect(secretValues(config, { "p:host": encrypted })).toEqual(all);
  expect(secretValues(config)).toEqual(all);
});

it("masks the lines in which one is, and no others", () => {
  const data = {
    text: "User=shop\nEnvironment=A=hunter2\nGroup=shop",
    list: [{ n: 4, s: "hunter2" }],
  };
  expect(redact(data, ["hunter2"])).toEqual({
    text: "User=shop\n[secret]\nGroup=shop",
    list: [{ n: 4, s: "[secret]" }],
  });
});

it("takes short ones for words, and signs as they are", () => {
  expect(redact("workers=12", ["2"])).toBe("workers=12");
  expect(redact("workers=2", ["2"])).toBe("[secret]");
  expect(redact("a.c+", ["a.c+"])).toBe("[secret]");
  expect(redact("abcc", ["a.c+"])).toBe("abcc");
});

it("leaves no secret anywhere", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\S{4,20}$/),
      fc.string(),
      fc.string(),
      (secret, before, after) => {
        const masked = redact({ deep: [{ text: before + secret + after }] }, [secret]);
        expect(JSON.stringify(masked.deep[0]?.text.replaceAll("[secret]", ""))).not.toContain(
          JSON.stringify(secret).slice(1, -1),
        );
      },
    ),
  );
});

it("changes nothing where there are no secrets", () => {
  const data = { text: "" };
  expect(redact(data, [])).toBe(data);
});
