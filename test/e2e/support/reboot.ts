import type { Stack } from "./stack";
import { waitFor } from "./wait-for";

const BOOT = "cat /proc/sys/kernel/random/boot_id";

/** Over once the host takes logins of another boot. */
export async function rebooted(stack: Stack, reboot: () => Promise<unknown>): Promise<void> {
  const before = await stack.ssh(BOOT);
  await reboot();
  await waitFor("another boot", async () => {
    const { code, stdout } = await stack.trySsh(BOOT);
    return code === 0 && stdout.trim() !== before;
  });
}
