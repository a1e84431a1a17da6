import { parseImage, parseSize } from "../../../components/settings/droplet";
import { messageOf } from "../app/project-folder";

describe("sizes and images", () => {
  test("a size is found by its slug", () => {
    expect(parseSize("s-2vcpu-4gb")).toMatchObject({ vcpus: 2, memoryMiB: 4096 });
  });

  const usual =
    "choose one of s-1vcpu-1gb, s-1vcpu-2gb, s-2vcpu-2gb, s-2vcpu-4gb, s-4vcpu-8gb or another of components/host/sizes.tsv";
  test.each([
    [
      "s-1vcpu-1gbb",
      `"s-1vcpu-1gbb" is not a size that DigitalOcean sells (did you mean "s-1vcpu-1gb"?); ${usual}`,
    ],
    ["huge", `"huge" is not a size that DigitalOcean sells; ${usual}`],
  ])("%s is no size", (slug, message) => expect(messageOf(() => parseSize(slug))).toBe(message));

  test.each([["debian-12-x64"], ["ubuntu-24-04-x64"], ["247516813"]])("%s is an image", (image) => {
    expect(parseImage(image)).toBe(image);
  });

  test.each([
    [
      "Debian 13",
      `"Debian 13" is not an image's slug; give one such as debian-13-x64 or ubuntu-24-04-x64, or a snapshot's number`,
    ],
    [
      "rockylinux-9-x64",
      `"rockylinux-9-x64" is neither Debian nor Ubuntu, which the set-up is written for; give one such as debian-13-x64`,
    ],
  ])("%s is no image", (image, message) =>
    expect(messageOf(() => parseImage(image))).toBe(message),
  );
});
