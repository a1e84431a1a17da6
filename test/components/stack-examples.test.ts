import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { readSettings } from "../../components/settings";
import { messageOf } from "./app/project-folder";

const stackFile = z.strictObject({ config: z.record(z.string(), z.unknown()) });

const textOf = (stack: string) =>
  readFileSync(resolve(__dirname, `../../Pulumi.${stack}.yaml`), "utf8");

/** Reads a stack file's text as the program does at DigitalOcean. */
function settingsOf(text: string) {
  const { config } = stackFile.parse(parse(text));
  const handedOver = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(handedOver));
  return readSettings({ env: {} });
}

/** With all that stands there as a comment. */
const uncommented = (text: string) => text.replaceAll("# django-droplet:", "django-droplet:");

describe.each(["production", "staging"])("the example of a stack %s", (stack) => {
  const text = textOf(stack);

  test("is refused for one thing: who may reach port 22", () => {
    const lines = messageOf(() => settingsOf(text)).split("\n");
    expect(lines).toEqual([expect.stringContaining("sshAllowedCidrs: not set")]);
  });

  test("is right with everything that its comments offer", () => {
    expect(settingsOf(uncommented(text)).cloud).toBe("digitalocean");
  });

  test("belongs to no passphrase", () => {
    expect(text).not.toMatch(/^encryptionsalt|^secretsprovider|^encryptedkey/m);
  });
});

test("production is protected, staging is not", () => {
  expect(settingsOf(uncommented(textOf("production"))).host).toMatchObject({
    allowReplace: false,
    backups: true,
  });
  expect(settingsOf(uncommented(textOf("staging"))).host).toMatchObject({ allowReplace: true });
});
