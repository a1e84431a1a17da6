import { destroyRefusal, replaceRefusal } from "../../../scripts/lib/protection";
import { NAMES, previewOf } from "../preview/recorded";

test("a destroy that is refused tells the three commands, as they are to be typed", () => {
  const [reason = "", ...lines] = destroyRefusal("production").split("\n");
  expect(reason).toMatch(/^stack "production" is protected, and nothing was destroyed: .* lost/);
  expect(lines.filter(Boolean)).toEqual([
    "  npm run pulumi -- config set allowReplace true --stack production",
    "  npm run up -- --stack production",
    "  npm run down -- --stack production",
  ]);
});

test("a replacement that is refused tells the setting, and both ways out, on one line", () => {
  expect(replaceRefusal(previewOf("protected"), "production")).toBe(
    "nothing of the droplet was touched: another region (fra1 → ams3) would mean another droplet, and this one is protected; " +
      "npm run pulumi -- config set region fra1 --stack production; or, " +
      "to lose the droplet's disk and its address, npm run pulumi -- config set allowReplace true --stack production",
  );
});

test.each(NAMES.filter((name) => name !== "protected"))("there is nothing to say of %s", (name) => {
  expect(replaceRefusal(previewOf(name), "dev")).toBeUndefined();
});
