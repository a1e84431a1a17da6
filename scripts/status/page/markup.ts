import { escape } from "./svg";

/** A part of the page; `content` is markup. */
export function section(title: string, content: string): string {
  return `<section><h2>${escape(title)}</h2>${content}</section>`;
}
