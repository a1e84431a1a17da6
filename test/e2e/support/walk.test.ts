import { CHOICES, nameOf } from "../../support/choices";
import { IMAGES, rebootsAt, walk, type Step } from "./walk";

const ALLOWED: readonly Step[] = CHOICES.flatMap((choice) =>
  [true, false].map((ipv6) => ({ ...choice, ipv6 })),
);

const nameOfStep = (step: Step): string => `${nameOf(step)}, IPv6 ${step.ipv6}`;

/** Every two values that stand together in one of them. */
function pairs(steps: readonly object[]): string[] {
  const found = steps.flatMap((step) => {
    const values = Object.entries(step)
      .sort()
      .map(([key, value]) => `${key} ${value}`);
    return values.flatMap((one, index) => values.slice(index + 1).map((two) => `${one}, ${two}`));
  });
  return [...new Set(found)].sort();
}

test("both walks together have every combination, with and without IPv6, and no other", () => {
  const walked = new Set(IMAGES.flatMap(walk).map(nameOfStep));
  expect([...walked].sort()).toEqual(ALLOWED.map(nameOfStep).sort());
});

test.each(IMAGES)("%s has every combination, and every pair of values that is allowed", (image) => {
  const combinations = new Set(walk(image).map(nameOf));
  expect([...combinations].sort()).toEqual(CHOICES.map(nameOf).sort());
  expect(pairs(walk(image))).toEqual(pairs(ALLOWED));
});

test("each web server is left for each other one", () => {
  const moves = IMAGES.flatMap((image) => {
    const servers = [...walk(image), ...walk(image).slice(0, 1)].map(({ webServer }) => webServer);
    return servers.slice(1).map((to, index) => `${servers[index]} → ${to}`);
  });
  for (const move of ["nginx → apache", "apache → none", "none → nginx"]) {
    expect(moves).toContain(move);
    expect(moves).toContain(move.split(" → ").toReversed().join(" → "));
  }
});

test("both walks together reboot every combination, and every pair of values with each image", () => {
  const ofImages = (steps: (image: (typeof IMAGES)[number]) => readonly Step[]) =>
    IMAGES.flatMap((image) => steps(image).map((step) => ({ ...step, image })));
  const rebooted = ofImages((image) => walk(image).filter((step) => rebootsAt(image, step)));
  expect([...new Set(rebooted.map(nameOf))].sort()).toEqual(CHOICES.map(nameOf).sort());
  expect(pairs(rebooted)).toEqual(pairs(ofImages(() => ALLOWED)));
});
