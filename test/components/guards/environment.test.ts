import { environmentOf } from "../../../components/guards/environment";

test.each<[string, Record<string, string>]>([
  ["", {}],
  ["A=1 B=2", { A: "1", B: "2" }],
  [`"A=one two" 'B=three four'`, { A: "one two", B: "three four" }],
  ["A=1 A=2", { A: "2" }],
  ["A=x=y", { A: "x=y" }],
  [String.raw`"A=a \"b\""`, { A: 'a "b"' }],
  ["A= word =1", { A: "" }],
])("%s", (line, variables) => {
  expect(Object.fromEntries(environmentOf(line))).toEqual(variables);
});
