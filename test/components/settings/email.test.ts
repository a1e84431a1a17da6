import { parseEmail } from "../../../components/settings/email";
import { messageOf } from "../app/project-folder";

test.each(["ada@example.com", "ada.lovelace+alerts@mail.example.co.uk", "Ada@Example.com"])(
  "%s is taken as it is",
  (address) => expect(parseEmail(address)).toBe(address),
);

test.each([
  "",
  "ada",
  "ada@",
  "@example.com",
  "ada@example",
  "Ada <ada@example.com>",
  "mailto:ada@example.com",
  "ada@example.com, bob@example.com",
  "ada @example.com",
  "ada@example.com\nBcc: bob@example.com",
])("%j is refused", (text) => {
  expect(messageOf(() => parseEmail(text))).toBe(
    `${JSON.stringify(text)} is not a plain e-mail address; write one such as ada@example.com`,
  );
});
