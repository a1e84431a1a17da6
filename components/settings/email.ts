import { z } from "zod";
import { Refusal } from "./refusal";
import { show } from "./wording";

/** A plain e-mail address, as it was written: neither a name beside it nor several in one. */
export function parseEmail(text: string): string {
  const result = z.email().safeParse(text);
  if (result.success) return result.data;
  throw new Refusal(
    `${show(text)} is not a plain e-mail address; write one such as ada@example.com`,
  );
}
