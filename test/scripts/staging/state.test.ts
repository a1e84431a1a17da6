import { readFacts } from "../../../scripts/staging/state";

const urn = (name: string) => `urn:pulumi:pr-1::django-droplet::t::${name}`;
const STACK = { urn: urn("s"), type: "pulumi:pulumi:Stack", created: "2026-11-24T12:00:00Z" };
const DROPLET = {
  urn: urn("d"),
  type: "digitalocean:index/droplet:Droplet",
  id: "103",
  created: "2026-11-24T12:01:00Z",
  inputs: {
    name: "d-1",
    size: "s-1vcpu-1gb",
    tags: ["t", "expires-at:x"],
    userData: { secret: 1 },
  },
};

it("reads what a whole stack says of itself", () => {
  const provider = {
    urn: urn("p"),
    type: "pulumi:providers:digitalocean",
    inputs: { apiEndpoint: "http://127.0.0.1:1" },
  };
  const outputs = { url: "http://a/", expiresAt: "2026-11-24T13:00:00Z" };
  expect(readFacts({ resources: [{ ...STACK, outputs }, provider, DROPLET] })).toEqual({
    resources: 3,
    pending: [],
    names: ["d-1"],
    createdAt: new Date("2026-11-24T12:00:00Z"),
    url: "http://a/",
    expiresAt: "2026-11-24T13:00:00Z",
    apiEndpoint: "http://127.0.0.1:1",
    droplet: {
      id: "103",
      size: "s-1vcpu-1gb",
      backups: false,
      tags: ["t", "expires-at:x"],
      createdAt: new Date("2026-11-24T12:01:00Z"),
    },
  });
});

it("reads what was cut short", () => {
  const { id: _, ...resource } = DROPLET;
  const facts = readFacts({
    resources: [STACK],
    pending_operations: [
      { type: "creating", resource },
      { type: "deleting", resource },
    ],
  });
  expect(facts.pending).toEqual([{ type: DROPLET.type, name: "d-1" }]);
  expect(facts.droplet).toBeUndefined();
});

it.each([{}, { resources: null, pending_operations: null }, { resources: [] }])(
  "an empty stack is one: %j",
  (deployment) => {
    expect(readFacts(deployment)).toEqual({ resources: 0, pending: [], names: [] });
  },
);

it.each([
  { inputs: { tags: "expires-at:x", size: 7 } },
  { inputs: { tags: [1] }, created: "yesterday" },
  { inputs: undefined, outputs: { expiresAt: { secret: true } } },
])("another program's values do no harm: %j", (values) => {
  expect(readFacts({ resources: [{ ...DROPLET, ...values }] }).droplet?.tags).toEqual([]);
});
