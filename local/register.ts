import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { withFileLock } from "./hosts/system/file-lock";
import type { Cloud } from "./hosts/types";

/** Slot n has port 18100 + n, 198.18.n.0/24 or 198.19.(n − 256).0/24, and 2001:db8:d0:n::/64. */
const SLOTS = 511;
const FIRST_PORT = 18100;

/** The register's file. Readable by all: the tokens are elsewhere. */
const Register = z.object({
  version: z.literal(1),
  clouds: z.record(z.string(), z.object({ checkout: z.string(), slot: z.int() })),
});
type Register = z.infer<typeof Register>;

/** Where the machine's clouds are kept; tests have a folder of their own. */
export const registerRoot = (): string =>
  process.env["DJANGO_DROPLET_CLOUD_ROOT"] ?? "/var/lib/django-droplet-cloud";

const registerPath = () => join(registerRoot(), "register.json");
const tokenPath = (id: string) => join(registerRoot(), id, "token");

/**
 * The cloud of a checkout, if it has one. That of a checkout that is gone goes on without it, and is
 * found by the path that the checkout had.
 * @throws if the path is neither there nor that of such a cloud, or if the checkout belongs to another
 *   user, whose token only that user and root may read.
 */
export function findCloud(checkout: string): Cloud | undefined {
  const { clouds } = readRegister();
  const id = existsSync(checkout) ? cloudId(checkout) : goneId(checkout);
  const entry = clouds[id];
  return entry && existsSync(tokenPath(id)) ? toCloud(id, entry) : undefined;
}

/** The checkouts that are gone and whose clouds are not, as far as this user may do something about it. */
export const goneCheckouts = (): string[] => goneClouds().map(({ checkout }) => checkout);

/**
 * The cloud of a checkout, given a place on the machine if it has none. It keeps that until
 * `releaseCloud`, so that port, addresses and token never change under a running stack.
 * @throws if the checkout is not there, without write access to the register (root's), or if all places
 *   are taken.
 */
export async function allocateCloud(checkout: string): Promise<Cloud> {
  if (!existsSync(checkout)) throw notThere(checkout);
  const id = cloudId(checkout);
  mkdirSync(registerRoot(), { recursive: true, mode: 0o755 });
  return withRegister(async (register) => {
    const path = realpathSync(checkout);
    const entry = register.clouds[id] ?? { checkout: path, slot: await freeSlot(register, id) };
    ensureToken(id, path);
    register.clouds[id] = entry;
    return toCloud(id, entry);
  });
}

/** Gives the place back; the cloud's folder goes with it. */
export async function releaseCloud(cloud: Cloud): Promise<void> {
  await withRegister(async (register) => {
    remove(register, cloud.id);
  });
}

function cloudId(checkout: string): string {
  return createHash("sha256").update(realpathSync(checkout)).digest("hex").slice(0, 8);
}

function goneId(checkout: string): string {
  const path = resolve(checkout);
  const cloud = goneClouds().find((one) => one.checkout === path);
  if (!cloud) throw notThere(checkout);
  return cloud.id;
}

function goneClouds(): { id: string; checkout: string }[] {
  return Object.entries(readRegister().clouds)
    .map(([id, { checkout }]) => ({ id, checkout }))
    .filter(({ id, checkout }) => isGone(checkout) && isReadable(tokenPath(id)));
}

function notThere(checkout: string): Error {
  const gone = goneCheckouts();
  const hint = `, or of one that is gone and whose cloud npm run cloud -- reset is to delete: ${gone.join(", ")}`;
  return new Error(
    `${checkout} is not there: name the folder of a checkout${gone.length > 0 ? hint : ""}`,
  );
}

/** One that this user may not see may be there. */
function isGone(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (error) {
    return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function toCloud(id: string, { checkout, slot }: { checkout: string; slot: number }): Cloud {
  return {
    id,
    checkout,
    root: join(registerRoot(), id),
    port: FIRST_PORT + slot,
    token: readFileSync(tokenPath(id), "utf8").trim(),
    bridge: `ddbr-${id}`,
    ipv4Prefix: slot < 256 ? `198.18.${slot}` : `198.19.${slot - 256}`,
    ipv6Prefix: `2001:db8:d0:${slot.toString(16)}`,
  };
}

/** The token is for whoever owns the checkout, since that is who runs the program in it. */
function ensureToken(id: string, checkout: string): void {
  const path = tokenPath(id);
  if (existsSync(path)) return;
  // Others may pass through on the way to their own token, and see nothing.
  mkdirSync(join(registerRoot(), id), { recursive: true });
  chmodSync(join(registerRoot(), id), 0o711);
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `dop_v1_${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    const { uid, gid } = statSync(checkout);
    chownSync(temporary, uid, gid);
  }
  renameSync(temporary, path);
}

/** Runs `work` alone on the machine and then keeps what it made of the register. */
async function withRegister<T>(work: (register: Register) => Promise<T>): Promise<T> {
  return withFileLock(join(registerRoot(), "register.lock"), async () => {
    const register = readRegister();
    const result = await work(register);
    const temporary = `${registerPath()}.new`;
    writeFileSync(temporary, JSON.stringify(register, null, 2), { mode: 0o644, flush: true });
    renameSync(temporary, registerPath());
    return result;
  });
}

function readRegister(): Register {
  const path = registerPath();
  if (!existsSync(path)) return { version: 1, clouds: {} };
  const result = Register.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!result.success) throw new Error(`${path} is not a register of this version: move it away`);
  return result.data;
}

/**
 * A slot that nobody has. The search starts at a place of the cloud's own, so that clouds of different
 * registers rarely meet. Only if none is left, one goes whose checkout and cloud are both gone.
 */
async function freeSlot(register: Register, id: string): Promise<number> {
  const taken = new Map(Object.entries(register.clouds).map(([other, { slot }]) => [slot, other]));
  const start = Number.parseInt(id, 16);
  const slots = Array.from({ length: SLOTS }, (_, step) => 1 + ((start + step) % SLOTS));
  for (const slot of slots) if (!taken.has(slot) && (await isUnused(slot))) return slot;
  for (const slot of slots) {
    const other = taken.get(slot) ?? "";
    const gone = isGone(register.clouds[other]?.checkout ?? "/");
    if (gone && (await isUnused(slot))) {
      remove(register, other);
      return slot;
    }
  }
  throw new Error(
    `all ${SLOTS} places for local clouds are taken: "npm run cloud -- reset" in a checkout frees its own`,
  );
}

/** Strikes a cloud out, and deletes its folder. */
function remove(register: Register, id: string): void {
  register.clouds = Object.fromEntries(
    Object.entries(register.clouds).filter(([other]) => other !== id),
  );
  rmSync(join(registerRoot(), id), { recursive: true, force: true });
}

/** Whether nobody listens on the slot's port or has a route to its network. */
async function isUnused(slot: number): Promise<boolean> {
  const network = slot < 256 ? [198, 18, slot] : [198, 19, slot - 256];
  // The kernel writes the four octets as one little-endian number.
  const hex = [0, ...network.toReversed()].map((octet) => octet.toString(16).padStart(2, "0"));
  const routes = existsSync("/proc/net/route") ? readFileSync("/proc/net/route", "utf8") : "";
  if (routes.includes(`\t${hex.join("").toUpperCase()}\t`)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(FIRST_PORT + slot, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
