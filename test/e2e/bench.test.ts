import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pool } from "../../scripts/staging/pool";
import { endState } from "../bench/end-state";
import { Hosts, removeLeftovers } from "../bench/hosts";
import { PEERS, type PeerKey } from "../bench/peers";
import type { Peer, Wanted } from "../bench/types";
import { SourceCopy } from "./support/source-copy";

/** Made at a time: a tool waits for its host most of the time. */
const AT_ONCE = 2;
const EACH_MS = 300_000;

const keys = Object.keys(PEERS) as PeerKey[];
const hosts = new Hosts();
const folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-smoke-"));
const source = new SourceCopy(join(folder, "hello"));
const wanted: Wanted = { source: source.directory, project: "hello", workers: 4 };
const found = new Map<PeerKey, PromiseSettledResult<string[]>>();

async function deviationsAfter(key: PeerKey): Promise<string[]> {
  const peer: Peer = PEERS[key];
  const targets = await hosts.make(peer.onlyOnSeveral ? 2 : 1);
  try {
    await peer.setUp(console.error);
    await peer.converge(targets, wanted);
    return (await Promise.all(targets.map((target) => endState(target, wanted)))).flat();
  } finally {
    await peer.forget?.(targets);
    await hosts.remove(targets);
  }
}

beforeAll(async () => {
  source.restore();
  await removeLeftovers(console.error);
  const results = await pool(keys, AT_ONCE, deviationsAfter);
  for (const [index, key] of keys.entries()) {
    const result = results[index];
    if (result) found.set(key, result);
  }
}, keys.length * EACH_MS);

afterAll(async () => {
  await hosts.dispose();
  rmSync(folder, { recursive: true });
});

test.each(keys)("the server that %s makes is the one that all have to make", (key) => {
  expect(found.get(key)).toEqual({ status: "fulfilled", value: [] });
});
