import { servingOf, type Serving } from "../../../components/serve/serving";
import { CHOICES, nameOf, siteWith } from "../../support/choices";

function line({ way, unit, webServer, workers, log }: Serving): string {
  return [way, unit, webServer, workers, log].join(" ");
}

test("who looks at a host knows of each combination who runs it, as what, and where it logs", () => {
  const found = Object.fromEntries(
    CHOICES.map((choice) => [nameOf(choice), line(servingOf(siteWith(choice), choice.webServer))]),
  );
  expect(found).toMatchInlineSnapshot(`
    {
      "gunicorn + apache + supervisor": "supervisor shop-unit apache 5 /var/log/shop/gunicorn.log",
      "gunicorn + apache + systemd": "systemd shop-unit apache 5 /var/log/shop/gunicorn.log",
      "gunicorn + nginx + supervisor": "supervisor shop-unit nginx 5 /var/log/shop/gunicorn.log",
      "gunicorn + nginx + systemd": "systemd shop-unit nginx 5 /var/log/shop/gunicorn.log",
      "gunicorn + none + supervisor": "supervisor shop-unit none 5 /var/log/shop/gunicorn.log",
      "gunicorn + none + systemd": "systemd shop-unit none 5 /var/log/shop/gunicorn.log",
      "mod_wsgi + apache + systemd": "apache apache2 apache 5 /var/log/apache2/shop-error.log",
      "uwsgi + apache + supervisor": "supervisor shop-unit apache 5 /var/log/shop/uwsgi.log",
      "uwsgi + apache + systemd": "systemd shop-unit apache 5 /var/log/shop/uwsgi.log",
      "uwsgi + nginx + supervisor": "supervisor shop-unit nginx 5 /var/log/shop/uwsgi.log",
      "uwsgi + nginx + systemd": "systemd shop-unit nginx 5 /var/log/shop/uwsgi.log",
      "uwsgi + none + supervisor": "supervisor shop-unit none 5 /var/log/shop/uwsgi.log",
      "uwsgi + none + systemd": "systemd shop-unit none 5 /var/log/shop/uwsgi.log",
    }
  `);
});

test("there are the wanted workers, whoever has them", () => {
  for (const choice of CHOICES) {
    const site = { ...siteWith(choice), workers: 3 };
    expect(servingOf(site, choice.webServer).workers).toBe(3);
  }
});
