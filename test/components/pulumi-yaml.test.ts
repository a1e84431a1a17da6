import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { readSettings } from "../../components/settings";
import { keys } from "../../components/settings/keys";
import { NAMESPACE } from "../../components/settings/setting-error";

const read = (file: string) => parse(readFileSync(resolve(__dirname, "../..", file), "utf8"));

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const Declaration = z.strictObject({
  type: z.enum(["string", "integer", "boolean"]).optional(),
  default: z.union([scalar, z.array(scalar), z.record(z.string(), scalar)]),
  description: z.string(),
});
const project = z
  .looseObject({ name: z.string(), config: z.record(z.string(), Declaration) })
  .parse(read("Pulumi.yaml"));

/** What Pulumi hands the program for a default. */
function handedOver(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

test("the project's name is the namespace of the settings", () => {
  expect(project.name).toBe(NAMESPACE);
});

test("Pulumi.yaml declares the settings' keys, in their order", () => {
  expect(Object.keys(project.config)).toEqual(Object.keys(keys));
});

test.each(Object.entries(keys))(
  "%s has the settings' type, default and description",
  (key, schema) => {
    const declared = project.config[key];
    const byDefault = schema instanceof z.ZodPrefault ? schema.def.defaultValue : "";
    expect({ ...declared, default: handedOver(declared?.default) }).toEqual({
      ...schema.meta(),
      default: byDefault,
    });
  },
);

test("stack dev is the local cloud, and its salt fits the passphrase in its comment", () => {
  const text = readFileSync(resolve(__dirname, "../../Pulumi.dev.yaml"), "utf8");
  const stack = z
    .strictObject({ encryptionsalt: z.string(), config: z.record(z.string(), scalar) })
    .parse(parse(text));
  const config = Object.entries(stack.config).map(([key, value]) => [key, handedOver(value)]);
  pulumi.runtime.setAllConfig(Object.fromEntries(config));
  const settings = readSettings({ env: { DIGITALOCEAN_API_URL: "http://127.0.0.1:8123" } });
  expect(settings).toMatchObject({ cloud: "local", host: { allowReplace: true } });
  expect(opens(stack.encryptionsalt, "django-droplet-local")).toBe(true);
  expect(opens(stack.encryptionsalt, "another")).toBe(false);
  expect(text).toContain("(django-droplet-local)");
});

/** Pulumi's format: `v1:SALT:v1:NONCE:SEALED`, by AES-256-GCM under PBKDF2, of the word "pulumi". */
function opens(encryptionsalt: string, passphrase: string): boolean {
  const [, salt = "", , nonce = "", sealed = ""] = encryptionsalt.split(":");
  const key = pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return decipher.update(bytes.subarray(0, -16)) + decipher.final("utf8") === "pulumi";
  } catch {
    return false;
  }
}
