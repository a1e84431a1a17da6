import { apiEndpoint } from "../../../components/settings/endpoint";
import { messageOf } from "../app/project-folder";

const START = `start it with npm run cloud -- start, then eval "$(npm run -s env)" in this shell`;
const env = (url?: string) => (url === undefined ? {} : { DIGITALOCEAN_API_URL: url });

test.each([
  ["local", "http://127.0.0.1:8123", "http://127.0.0.1:8123"],
  ["local", "http://127.0.0.1:8123/", "http://127.0.0.1:8123"],
  ["local", "http://[::1]:8123", "http://[::1]:8123"],
  ["local", "http://localhost:8123", "http://localhost:8123"],
  ["digitalocean", undefined, "https://api.digitalocean.com"],
  ["digitalocean", "", "https://api.digitalocean.com"],
  ["digitalocean", "https://proxy.example/", "https://proxy.example"],
] as const)("%s with %s is %s", (cloud, url, endpoint) => {
  expect(apiEndpoint(cloud, env(url))).toBe(endpoint);
});

test("the cloud is never a guess", () => {
  expect(messageOf(() => apiEndpoint(undefined, env("http://127.0.0.1:8123")))).toBe(
    "django-droplet:cloud: not set; choose local (this machine) or digitalocean: pulumi config set cloud local",
  );
});

test("local needs an address", () => {
  expect(messageOf(() => apiEndpoint("local", {}))).toBe(
    `django-droplet:cloud: local needs the local cloud, and DIGITALOCEAN_API_URL is not set; ${START}`,
  );
});

test.each([
  ["https://api.digitalocean.com", "https://api.digitalocean.com"],
  ["https://127.0.0.1:8123", "https://127.0.0.1:8123"],
  ["http://127.0.0.1", "http://127.0.0.1"],
  ["http://127.0.0.1:8123/v2", "http://127.0.0.1:8123/v2"],
  ["http://192.0.2.1:8123", "http://192.0.2.1:8123"],
  ["http://127.0.0.1.example:8123", "http://127.0.0.1.example:8123"],
  ["127.0.0.1:8123", "127.0.0.1:8123"],
  ["http://me:secret@127.0.0.1:8123", "http://…@127.0.0.1:8123"],
])("local refuses %s", (url, shown) => {
  expect(messageOf(() => apiEndpoint("local", env(url)))).toBe(
    `django-droplet:cloud: local needs DIGITALOCEAN_API_URL to be http://127.0.0.1:PORT, and it is "${shown}"; ${START}, or run pulumi config set cloud digitalocean`,
  );
});

test.each([
  ["http://127.0.0.1:8123"],
  ["https://localhost:8123"],
  ["https://[::1]"],
  ["http://api.digitalocean.com"],
  ["https://api.digitalocean.com/v2"],
  ["nonsense"],
])("digitalocean refuses %s", (url) => {
  expect(messageOf(() => apiEndpoint("digitalocean", env(url)))).toBe(
    `django-droplet:cloud: digitalocean needs DIGITALOCEAN_API_URL to be unset (or https, and not on 127.0.0.1, [::1] or localhost), and it is "${url}"; run unset DIGITALOCEAN_API_URL, or pulumi config set cloud local`,
  );
});
