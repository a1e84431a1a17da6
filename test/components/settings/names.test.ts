import fc from "fast-check";
import { parseProject, parseUnit, parseUser } from "../../../components/settings/names";
import { messageOf } from "../app/project-folder";

describe("names", () => {
  test.each([["hello"], ["my_site"], ["MySite"], ["_x1"]])("a project may be %s", (name) => {
    expect(parseProject(name)).toBe(name);
  });
  test.each([["hello"], ["my-site"], ["_x"], ["a".repeat(31)]])("a user may be %s", (name) => {
    expect(parseUser(name)).toBe(name);
  });
  test.each([["hello"], ["My-site_2.0"]])("a unit may be %s", (name) => {
    expect(parseUnit(name)).toBe(name);
  });

  const python =
    "is not a name of a Python package; give the folder that holds wsgi.py: letters, digits and _, no digit first";
  const user =
    "is not a name of a system user; use up to 31 lower-case letters, digits, _ and -, with a letter or _ first";
  const unit =
    "is not a name of a systemd unit; use up to 50 letters, digits, _, - and ., with a letter, digit or _ first";
  test.each([
    [parseProject, "my-site", `"my-site" ${python}`],
    [parseProject, "1st", `"1st" ${python}`],
    [parseProject, "../etc", `"../etc" ${python}`],
    [parseProject, "a.b", `"a.b" ${python}`],
    [parseProject, "class", `"class" ${python}`],
    [parseProject, "héllo", `"héllo" ${python}`],
    [
      parseProject,
      "x".repeat(51),
      `"${"x".repeat(51)}" is too long; give the package a name of up to 50 characters`,
    ],
    [
      parseProject,
      "nginx",
      `"nginx" is taken: Debian or a package of it has a /var/log/nginx or /run/nginx; give the package another name`,
    ],
    [parseUser, "Hello", `"Hello" ${user}`],
    [parseUser, "a".repeat(32), `"${"a".repeat(32)}" ${user}`],
    [parseUser, "a b", `"a b" ${user}`],
    [
      parseUser,
      "news",
      `"news" is a user or group of Debian or a package of it; choose another: pulumi config set user news-site`,
    ],
    [
      parseUser,
      "www-data",
      `"www-data" is a user or group of Debian or a package of it; choose another: pulumi config set user www-data-site`,
    ],
    [
      parseUser,
      "systemd-x",
      `"systemd-x" is a user or group of Debian or a package of it; choose another: pulumi config set user systemd-x-site`,
    ],
    [parseUnit, "hello.service", `"hello.service" has a suffix; give the name alone: hello`],
    [parseUnit, "hello@1", `"hello@1" ${unit}`],
    [parseUnit, "-hello", `"-hello" ${unit}`],
    [
      parseUnit,
      "ssh",
      `"ssh" is a unit of Debian, a package of it or this program; choose another: pulumi config set unit ssh-site`,
    ],
    [
      parseUnit,
      "systemd-x",
      `"systemd-x" is a unit of Debian, a package of it or this program; choose another: pulumi config set unit systemd-x-site`,
    ],
    [
      parseUnit,
      "django-droplet-x",
      `"django-droplet-x" is a unit of Debian, a package of it or this program; choose another: pulumi config set unit django-droplet-x-site`,
    ],
  ])("%p refuses %s", (parse, name, message) => {
    expect(messageOf(() => parse(name))).toBe(message);
  });

  test("what is taken needs no quoting in a shell, a unit, Python or nginx", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom(parseProject, parseUser, parseUnit),
        (text, parse) => {
          let name = "refused";
          try {
            name = parse(text);
          } catch {
            // Most strings are.
          }
          expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
