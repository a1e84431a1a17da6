import { imageFindings, lastDayOf, oldImageWarning } from "../../../components/guards/end-of-life";

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

test("a release is good, is warned of half a year before, and is refused after its last day", () => {
  const level = (day: string) =>
    imageFindings("debian-12-x64", at(day)).map((found) => found.level);
  expect(level("2026-11-24")).toEqual([]);
  expect(level("2028-01-02")).toEqual([]);
  expect(level("2028-01-03")).toEqual(["advisory"]);
  expect(level("2028-06-30")).toEqual(["advisory"]);
  expect(level("2028-07-01")).toEqual(["mandatory"]);
});

test("the text is the same from one day to the next, as previews are", () => {
  const [one] = imageFindings("debian-12-x64", at("2028-06-01"));
  const [other] = imageFindings("debian-12-x64", at("2028-06-02"));
  expect(one).toEqual(other);
  expect(one?.reason).toMatch(/^"debian-12-x64" has its last security updates on 2028-06-30/);
});

test("nothing is known of a snapshot, nor of a release to come", () => {
  for (const image of ["123456", "debian-15-x64"]) {
    expect(lastDayOf(image)).toBeUndefined();
    expect(imageFindings(image, at("2040-01-01"))).toEqual([]);
  }
});

describe("a droplet's own image", () => {
  const now = at("2028-07-01");

  test("is warned of where it is over, and the setting is another one", () => {
    expect(oldImageWarning("debian-12-x64", "debian-13-x64", now)).toMatch(
      /own image debian-12-x64 had its last security updates on 2028-06-30/,
    );
  });

  test("is not where it is not over, or is the setting, which is refused", () => {
    expect(oldImageWarning("debian-12-x64", "debian-13-x64", at("2028-06-30"))).toBeUndefined();
    expect(oldImageWarning("debian-12-x64", "debian-12-x64", now)).toBeUndefined();
  });
});
