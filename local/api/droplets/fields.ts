import { z } from "zod";
import { unprocessable } from "../http/errors";

const MAX_NAME = 255;

/** When backups are made, as creation and actions take it. */
export const BackupPolicySchema = z.object({
  plan: z.enum(["daily", "weekly"]).optional(),
  weekday: z.enum(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]).optional(),
  hour: z.literal([0, 4, 8, 12, 16, 20]).optional(),
});

/** @throws 422 unless a droplet may have this name. */
export function checkName(name: string): void {
  if (!/^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(name)) {
    throw unprocessable("Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)");
  }
  if (name.length > MAX_NAME) {
    throw unprocessable(`name has ${name.length} characters; ${MAX_NAME} are allowed.`);
  }
}
