import { z } from "zod";
import type { Notifications } from "../state/model";

const Slack = z.object({ channel: z.string().min(1, "is empty"), url: z.url() });

/**
 * Who is told, as alert policies and uptime alerts take it; the provider sends null for an empty list.
 * DigitalOcean sends mail to addresses that an account has verified. Here nothing is sent, so any will do.
 */
export const NotificationsSchema = z
  .object({ email: z.array(z.email()).nullish(), slack: z.array(Slack).nullish() })
  .transform(({ email, slack }): Notifications => ({ email: email ?? [], slack: slack ?? [] }))
  .refine(
    ({ email, slack }) => email.length + slack.length > 0,
    "name at least one address in email or one channel in slack",
  );
