import { utils } from "ssh2";

/**
 * A key pair as OpenSSH writes it. Of ssh2's own one in 256 is none: it cuts zeros off the front of the
 * public key, which sshd then refuses (mscdex/ssh2#1513).
 */
export function ed25519Pair(): { private: string; public: string } {
  for (;;) {
    const pair = utils.generateKeyPairSync("ed25519");
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
