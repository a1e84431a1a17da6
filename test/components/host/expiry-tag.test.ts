import fc from "fast-check";
import { expiryOfTag, expiryTag, isExpiryTag } from "../../../components/host/expiry-tag";
import { parseInstant } from "../../../components/settings/expiry";

/** DigitalOcean's rule for a tag. */
const ALLOWED = /^[a-zA-Z0-9:_-]{1,255}$/;

it("is a tag that DigitalOcean takes, and reads back as the same time", () => {
  const seconds = fc.integer({ min: 0, max: Date.parse("2999-12-31T00:00:00Z") / 1000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const expiresAt = parseInstant(new Date(second * 1000).toISOString());
      const tag = expiryTag(expiresAt);
      expect(tag).toMatch(ALLOWED);
      expect(isExpiryTag(tag)).toBe(true);
      expect(expiryOfTag(tag)).toBe(expiresAt);
    }),
  );
});

it.each(["expires-at:", "expires-at:soon", "expires-at:2026-11-24", "django-host-tag-58d1af5"])(
  "%s has no time in it",
  (tag) => {
    expect(expiryOfTag(tag)).toBeUndefined();
  },
);
