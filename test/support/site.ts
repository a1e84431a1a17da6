import { projectPaths } from "../../components/naming";
import { bindList } from "../../components/serve/binds";
import { sandbox } from "../../components/serve/sandbox";
import type { SiteSettings } from "../../components/settings";

/** A site for the tests of rendered texts. */
export const SITE: SiteSettings = {
  project: "shop",
  user: "shop-user",
  unit: "shop-unit",
  appServer: "gunicorn",
  supervisor: "systemd",
  port: 8000,
  workers: 5,
  workerClass: "sync",
  threads: 1,
  unitOverrides: {},
  source: {
    directory: "/src/shop",
    files: ["manage.py", "requirements.txt", "shop/wsgi.py"],
    digest: "50".repeat(32),
    requirements: { file: "requirements.txt", digest: "4e".repeat(32), names: ["django"] },
  },
};

export const PATHS = projectPaths(SITE.project);
export const BINDS = bindList(SITE.port, true, "nginx");
export const CONFINEMENT = sandbox(SITE.user, PATHS, {});
