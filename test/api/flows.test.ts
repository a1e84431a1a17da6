import fc from "fast-check";
import { flowsOf } from "../../local/api/firewalls/flows";
import { emptyState, type Droplet, type Firewall, type State } from "../../local/api/state/model";
import { testCloud } from "./test-cloud";

const TAGS = ["a", "b", "c"];
const ADDRESSES = ["192.0.2.1", "198.51.100.0/24", "2001:db8::/32"];

const droplet = fc.record({
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  ipv6: fc.boolean(),
});
const rule = fc.record({
  protocol: fc.constantFrom("tcp" as const, "udp" as const),
  ports: fc.constantFrom("0", "22", "8000-8999"),
  peers: fc.record(
    {
      addresses: fc.uniqueArray(fc.constantFrom(...ADDRESSES)),
      tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
      droplet_ids: fc.uniqueArray(fc.constantFrom(1, 2)),
    },
    { requiredKeys: [] },
  ),
});
const firewall = fc.record({
  inbound: fc.array(rule, { maxLength: 3 }),
  outbound: fc.array(rule, { maxLength: 3 }),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  dropletIds: fc.uniqueArray(fc.constantFrom(1, 2, 3)),
});
const state: fc.Arbitrary<State> = fc
  .record({
    droplets: fc.array(droplet, { minLength: 3, maxLength: 3 }),
    firewalls: fc.array(firewall, { maxLength: 3 }),
  })
  .map(({ droplets, firewalls }) => ({
    ...emptyState(),
    droplets: droplets.map(
      (one, index) => ({ ...one, id: index + 1, address: index + 2 }) as Droplet,
    ),
    firewalls: firewalls.map((one, index) => ({ ...one, id: String(index) }) as Firewall),
  }));

const cloud = testCloud();
const first = ({ droplets }: State): Droplet => droplets[0] as Droplet;
const attached = ({ firewalls }: State, { id, tags }: Droplet) =>
  firewalls.filter(
    (one) => one.dropletIds.includes(id) || one.tags.some((tag) => tags.includes(tag)),
  );

test("null exactly for a droplet without a firewall", () => {
  fc.assert(
    fc.property(state, (drawn) => {
      const none = attached(drawn, first(drawn)).length === 0;
      expect(flowsOf(drawn, cloud, first(drawn)) === null).toBe(none);
    }),
  );
});

test("the order of firewalls and rules means nothing", () => {
  fc.assert(
    fc.property(state, (drawn) => {
      const turned = {
        ...drawn,
        firewalls: drawn.firewalls
          .toReversed()
          .map((one) => ({ ...one, inbound: one.inbound.toReversed() })),
      };
      expect(flowsOf(turned, cloud, first(turned))).toEqual(flowsOf(drawn, cloud, first(drawn)));
    }),
  );
});

test("another firewall only ever adds", () => {
  fc.assert(
    fc.property(state, (drawn) => {
      const [last, ...fewer] = attached(drawn, first(drawn));
      fc.pre(last !== undefined && fewer.length > 0);
      const before = flowsOf({ ...drawn, firewalls: fewer }, cloud, first(drawn)) ?? [];
      const after = flowsOf(drawn, cloud, first(drawn)) ?? [];
      for (const flow of before) expect(after).toContainEqual(flow);
    }),
  );
});

test("every flow has peers: each is named by a rule, or belongs to a droplet that a rule names", () => {
  fc.assert(
    fc.property(state, (drawn) => {
      const own = drawn.droplets.flatMap(({ address, ipv6 }) => [
        `198.18.7.${address}`,
        ...(ipv6 ? [`2001:db8:d0:7::${address}`] : []),
      ]);
      for (const { addresses } of flowsOf(drawn, cloud, first(drawn)) ?? []) {
        expect(addresses.length).toBeGreaterThan(0);
        expect([...ADDRESSES, ...own]).toEqual(expect.arrayContaining(addresses));
      }
    }),
  );
});
