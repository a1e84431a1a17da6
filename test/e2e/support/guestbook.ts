import { send } from "./http";

/** Signs the example's guest book as a browser does. @throws unless it is accepted */
export async function sign(
  url: string,
  message: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const form = await send(url, { headers });
  const token = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(form.body)?.[1] ?? "";
  const cookie = form.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const { status, body } = await send(url, {
    method: "POST",
    headers: { ...headers, cookie, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfmiddlewaretoken: token, name: "Ada", message }).toString(),
  });
  // Django redirects to the page; to anything else it says what it does not like.
  if (status !== 302) throw new Error(`a signature in ${url} was answered ${status}: ${body}`);
}

/** The message that was left last; undefined where there is none. */
export async function lastMessage(
  url: string,
  headers: Record<string, string> = {},
): Promise<string | undefined> {
  const { body } = await send(url, { headers });
  return /<li>\s*<p>(.*?)<\/p>/s.exec(body)?.[1];
}
