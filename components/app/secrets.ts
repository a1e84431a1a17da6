import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { childName } from "../naming";

/** A secret text and the name under which it may be spoken of. */
export interface SecretText {
  text: pulumi.Output<string>;
  /** HMAC-SHA-256 of the text, in hex; not a secret. */
  digest: pulumi.Output<string>;
}

/**
 * The site's generated secrets, as the file that the managed settings read. Its digest is an HMAC
 * under a key that is generated as well, since a plain hash would let anyone who sees a preview
 * check a guess.
 */
export function createSecrets(name: string, parent: pulumi.Resource): SecretText {
  const secretKey = new random.RandomPassword(
    childName(name, "secret-key"),
    { length: 64 },
    { parent },
  );
  const digestKey = new random.RandomPassword(
    childName(name, "digest-key"),
    { length: 32 },
    { parent },
  );
  const text = secretKey.result.apply((value) => `${JSON.stringify({ secretKey: value })}\n`);
  const digest = pulumi.unsecret(
    pulumi
      .all([digestKey.result, text])
      .apply(([key, value]) => createHmac("sha256", key).update(value).digest("hex")),
  );
  return { text, digest };
}
