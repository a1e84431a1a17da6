import { createHash } from "node:crypto";
import type { Context } from "hono";
import { z } from "zod";
import type { Api } from "./api";
import { unprocessable } from "./http/errors";
import { readBody } from "./http/body";
import { listPage } from "./http/paging";
import { answerCreation } from "./http/replay";
import { getKey } from "./state/find";
import { takeId } from "./state/ids";
import type { Key, State } from "./state/model";

const KeyRequest = z.object({ name: z.string().min(1, "is empty"), public_key: z.string() });
const KeyUpdate = z.object({ name: z.string().min(1, "is empty") });

/** `/v2/account/keys`; a key is named by its id or its fingerprint. */
export function keyRoutes(api: Api) {
  const { store } = api;
  const keyOf = (c: Context, state: State = store.state) => getKey(state, c.req.param("key") ?? "");

  return {
    list: (c: Context) => listPage(c, "ssh_keys", store.state.keys.map(keyView)),

    show: (c: Context) => c.json({ ssh_key: keyView(keyOf(c)) }),

    async create(c: Context) {
      const request = await readBody(c, KeyRequest);
      return answerCreation(c, api, 201, (draft) => {
        const key = addKey(draft, request.name, request.public_key.trim());
        return { made: { kind: "key", id: key.id }, body: { ssh_key: keyView(key) } };
      });
    },

    async rename(c: Context) {
      const { name } = await readBody(c, KeyUpdate);
      const key = store.commit((draft) => Object.assign(keyOf(c, draft), { name }));
      return c.json({ ssh_key: keyView(key) });
    },

    remove(c: Context) {
      store.commit((draft) => {
        const gone = keyOf(c, draft);
        draft.keys = draft.keys.filter((key) => key !== gone);
      });
      return c.body(null, 204);
    },
  };
}

const keyView = ({ id, name, fingerprint, publicKey }: Key) => ({
  id,
  fingerprint,
  public_key: publicKey,
  name,
});

function addKey(draft: State, name: string, publicKey: string): Key {
  const fingerprint = fingerprintOf(publicKey);
  if (draft.keys.some((key) => key.fingerprint === fingerprint)) {
    throw unprocessable("SSH Key is already in use on your account");
  }
  const key = { id: takeId(draft), name, fingerprint, publicKey };
  draft.keys.push(key);
  return key;
}

/**
 * The MD5 fingerprint that DigitalOcean names keys by: sixteen hex pairs, no prefix.
 * @throws 422 unless the text is a public key: a blob that begins with the type before it (RFC 4253, 6.6).
 */
function fingerprintOf(publicKey: string): string {
  const [, type = "", base64 = ""] = /^(\S+) ([A-Za-z0-9+/]+=*)(?: .*)?$/.exec(publicKey) ?? [];
  const blob = Buffer.from(base64, "base64");
  const prefix = Buffer.alloc(4 + type.length);
  prefix.writeUInt32BE(type.length);
  prefix.write(type, 4);
  if (
    type === "" ||
    blob.length <= prefix.length ||
    !blob.subarray(0, prefix.length).equals(prefix)
  ) {
    throw unprocessable("Key invalid, key should be of the format `type key [comment]`");
  }
  const hex = createHash("md5").update(blob).digest("hex");
  return hex.replace(/..(?=.)/g, "$&:");
}
