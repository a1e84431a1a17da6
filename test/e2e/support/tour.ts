import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../scripts/lib/project";
import { nameOf } from "../../support/choices";
import { power } from "./cloud";
import { confinement, exposure } from "./confinement";
import { lastMessage, sign } from "./guestbook";
import { expectedView, hostView } from "./host-view";
import { heading, send, statusOf } from "./http";
import { underLoad } from "./load";
import { npmRun } from "./npm-run";
import { rebooted } from "./reboot";
import { configOf, Stack, type Outputs } from "./stack";
import { waitFor } from "./wait-for";
import { rebootsAt, walk, type Image, type Step } from "./walk";

const WORKERS = 2;
/**
 * How long port 80 is closed at most when another one takes it: a second, on a machine that the tours
 * alone keep busy. With more than that in its queue, all takes longer by so much.
 */
function mostMsRefused(): number {
  const queue = (loadavg()[0] ?? 0) / availableParallelism();
  return 1_000 * Math.max(1, queue / BUSY);
}

/** Processes a processor that are ready to run while two tours go on. */
const BUSY = 3;

/** What the service's status has to be. */
function statusOfStep({ appServer }: Step): object {
  return {
    unit: appServer === "mod_wsgi" ? "apache2" : "hello",
    activeState: "active",
    subState: "running",
    enabled: true,
    workers: WORKERS,
    httpStatus: 200,
    reachable: true,
  };
}

/** Tests that one droplet goes through all combinations, and back to the first. */
export function tour(image: Image): void {
  const stack = new Stack(image);
  const [first, ...others] = walk(image);
  if (!first) throw new Error("a walk without a step");
  const moves = [first, ...others, first].map((step, index, steps) => ({
    name: `${nameOf(step)}, ${step.ipv6 ? "with" : "without"} IPv6`,
    step,
    before: steps[index - 1],
    isEverySecond: index % 2 === 0,
  }));
  let outputs: Outputs;
  let ipv6Url: string | undefined;
  let signed: string | undefined;

  beforeAll(() => stack.init({ image, workers: String(WORKERS) }));
  afterAll(() => stack.dispose());

  describe.each(moves)("$name", ({ name, step, before, isEverySecond }) => {
    /** The page, by each of the addresses. */
    async function answers(): Promise<void> {
      expect(await heading(outputs.url)).toBe("Hello from Django");
      if (step.ipv6) expect(await heading(ipv6Url ?? "")).toBe("Hello from Django");
      else if (ipv6Url) expect(await statusOf(ipv6Url)).toBe("ECONNREFUSED");
    }

    test("an up moves the stack to it", async () => {
      stack.setConfig(configOf(step));
      const up = async () =>
        expect(await stack.up()).not.toMatch(/is not what the stack says|could not be read/);
      if (before) await moveUnderLoad(`${image}: ${nameOf(before)} → ${nameOf(step)}`, before, up);
      else await up();
      outputs = await stack.outputs();
      expect(outputs.serviceStatus).toMatchObject(statusOfStep(step));
      if (outputs.ipv6Address) ipv6Url = `http://[${outputs.ipv6Address}]/`;
      expect(outputs.ipv6Address !== "").toBe(step.ipv6);
    });

    /** How long visitors are turned away is told, and bounded where the web server changes. */
    async function moveUnderLoad(what: string, from: Step, up: () => Promise<void>): Promise<void> {
      const { refusedMs } = await underLoad(what, [outputs.url], up);
      if (from.webServer !== step.webServer) expect(refusedMs).toBeLessThan(mostMsRefused());
    }

    test("it answers, and keeps what was written before it", async () => {
      await answers();
      if (before) expect(await lastMessage(outputs.url)).toBe(signed);
      await sign(outputs.url, name);
      signed = name;
      expect(await lastMessage(outputs.url)).toBe(signed);
    });

    test("static files come from the server that has them", async () => {
      const file = "guestbook/static/guestbook/style.css";
      const style = await send(`${outputs.url}static/guestbook/style.css`);
      expect(style).toMatchObject({
        status: 200,
        body: readFileSync(join(ROOT, "examples/hello", file), "utf8"),
        headers: { "content-type": expect.stringMatching(/^text\/css(;|$)/) },
      });
      const image = await send(`${outputs.url}static/guestbook/drop.svg`);
      expect(image.headers["content-type"]).toBe("image/svg+xml");
      const server = { nginx: "nginx", apache: "Apache", none: undefined }[step.webServer];
      if (server) expect(style.headers.server).toBe(server);
      else expect(String(style.headers.server)).not.toMatch(/nginx|Apache/);
    });

    test("nothing of another combination is on the host", async () => {
      expect(await hostView(stack)).toEqual(expectedView(step));
    });

    test("what runs the project is confined", async () => {
      if (step.appServer === "mod_wsgi") {
        expect(
          await stack.ssh(
            "ps -e -o user:32=,args= | grep -F '(wsgi:hello' | grep -vF grep | cut -d ' ' -f 1 | sort -u",
          ),
        ).toBe("hello");
      } else if (step.supervisor === "systemd") {
        expect(await exposure(stack, "hello.service")).toBeLessThanOrEqual(1.5);
      } else {
        expect(await confinement(stack, Number(outputs.serviceStatus["mainPid"]))).toEqual({
          users: ["hello"],
          noNewPrivileges: ["1"],
          capabilities: ["0"],
          bounding: ["0"],
        });
      }
    });

    if (isEverySecond) {
      test("a preview finds nothing to change", async () => {
        await stack.preview(["--expect-no-changes"]);
      });
    }

    if (rebootsAt(image, step)) {
      test("it is the same after a reboot", async () => {
        await rebooted(stack, async () => power(await stack.dropletId(), "reboot"));
        await waitFor(
          "an answer after the reboot",
          async () => (await statusOf(outputs.url)) === 200,
        );
        await answers();
        expect(await lastMessage(outputs.url)).toBe(signed);
        expect(await hostView(stack)).toEqual(expectedView(step));
        if (step.supervisor === "supervisor") {
          // Which it calls a program only when it has run for two seconds.
          const state = "supervisorctl status hello";
          await waitFor("a program that is started", async () =>
            (await stack.trySsh(state)).stdout.includes("RUNNING"),
          );
        }
        let status = "";
        await waitFor("the service to be well", async () => {
          const { code, output } = await npmRun("status", ["--stack", stack.name, "--json"]);
          status = output;
          return code === 0;
        });
        expect(JSON.parse(status)).toMatchObject({ service: statusOfStep(step), well: true });
      });
    }
  });
}
