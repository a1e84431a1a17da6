import { chooseSource } from "../../local/engine/source";
import { fakeContext, removeFakes } from "./fake";

afterAll(removeFakes);

describe("the source of the engine", () => {
  it("is official where Pulumi's downloads can be reached, and says so", async () => {
    const context = fakeContext(undefined, true);
    expect(await chooseSource(context)).toBe("official");
    expect(context.reported.join()).toMatch(/can be reached: the official CLI/);
  });

  it("is modules where they cannot, and says so", async () => {
    const context = fakeContext();
    expect(await chooseSource(context)).toBe("modules");
    expect(context.reported.join()).toMatch(/cannot be reached.*built from Go modules/);
  });

  it("is modules where something else answers for them", async () => {
    const context = fakeContext();
    context.fetch = () => Promise.resolve(new Response(null, { status: 403 }));
    expect(await chooseSource(context)).toBe("modules");
  });

  it("is found out once and remembered, though the network changes", async () => {
    const context = fakeContext();
    await chooseSource(context);
    context.fetch = () => Promise.reject(new Error("asked again"));
    context.reported.length = 0;

    expect(await chooseSource(context)).toBe("modules");
    expect(context.probes).toBe(1);
    expect(context.reported).toEqual([]);
  });

  it("costs a machine without an answer about three seconds at most", async () => {
    const context = fakeContext();
    context.fetch = (_, options) =>
      new Promise((__, reject) => {
        options?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    const started = Date.now();

    expect(await chooseSource(context)).toBe("modules");
    expect(Date.now() - started).toBeLessThan(8000);
  });

  it("is what DJANGO_DROPLET_ENGINE says, without a probe and without being remembered", async () => {
    const context = fakeContext(undefined, true);
    context.environment["DJANGO_DROPLET_ENGINE"] = "modules";
    expect(await chooseSource(context)).toBe("modules");
    expect(context.probes).toBe(0);

    delete context.environment["DJANGO_DROPLET_ENGINE"];
    expect(await chooseSource(context)).toBe("official");
  });

  it("is refused where DJANGO_DROPLET_ENGINE says something else", async () => {
    const context = fakeContext();
    context.environment["DJANGO_DROPLET_ENGINE"] = "go";
    await expect(chooseSource(context)).rejects.toThrow(
      /^DJANGO_DROPLET_ENGINE is "go": it must be official .* or modules .*, or unset/,
    );
  });
});
