import fc from "fast-check";
import { childName, projectPaths } from "../../components/naming";

test("a project's paths follow the Filesystem Hierarchy Standard", () => {
  expect(projectPaths("shop")).toEqual({
    root: "/opt/shop",
    releases: "/opt/shop/releases",
    current: "/opt/shop/current",
    source: "/opt/shop/current/src",
    static: "/opt/shop/current/static",
    etc: "/opt/shop/current/etc",
    venv: "/opt/shop/venv",
    venvs: "/opt/shop/venvs",
    config: "/etc/opt/shop",
    data: "/var/opt/shop",
    media: "/var/opt/shop/media",
    logs: "/var/log/shop",
    runtime: "/run/shop",
  });
});

test("two projects share no path, and neither's lies in the other's", () => {
  const project = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
  fc.assert(
    fc.property(project, project, (one, other) => {
      fc.pre(one !== other);
      const others = Object.values(projectPaths(other));
      for (const path of Object.values(projectPaths(one))) {
        expect(others.filter((their) => `${their}/`.startsWith(`${path}/`))).toEqual([]);
      }
    }),
  );
});

test("a child's name is its parent's and a suffix", () => {
  expect(childName("web", "firewall")).toBe("web-firewall");
});
