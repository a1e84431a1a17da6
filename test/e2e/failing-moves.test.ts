import { isDeepStrictEqual } from "node:util";
import { nameOf } from "../support/choices";
import { IN_EARNEST, raiseInView } from "./support/broken";
import { expectedView, hostView } from "./support/host-view";
import { heading } from "./support/http";
import { underLoad } from "./support/load";
import { configOf, Stack } from "./support/stack";
import type { Step } from "./support/walk";

const stack = new Stack("failing-moves");
const { source } = stack;
let url: string;

const NGINX: Step = {
  ...{ appServer: "gunicorn", webServer: "nginx", supervisor: "systemd" },
  ipv6: false,
};
const ALONE: Step = { ...NGINX, appServer: "uwsgi", webServer: "none", supervisor: "supervisor" };

beforeAll(async () => {
  await stack.init(configOf(NGINX));
  await stack.up();
  ({ url } = await stack.outputs());
});

afterAll(() => stack.dispose());

/** Moves there from wherever the tests before have left it. */
async function standsAt(step: Step): Promise<void> {
  const view = await hostView(stack);
  if (isDeepStrictEqual(view, expectedView(step))) return;
  stack.setConfig(configOf(step));
  await isWell();
}

/**
 * A move that fails and leaves the combination before it as it was. Resolves with what was printed.
 *
 * @param held addresses that somebody else listens on
 */
async function refused(from: Step, to: Partial<Step>, ...held: string[]): Promise<string> {
  const step = { ...from, ...to };
  let output = "";
  stack.setConfig(configOf(step));
  await underLoad(`${nameOf(from)} → ${nameOf(step)}, which fails`, [url], async () => {
    output = await stack.upFails();
  });
  stack.setConfig(configOf(from));
  expect(await heading(url)).toBe("Hello from Django");
  const { listening, ...view } = expectedView(from);
  expect(await hostView(stack)).toEqual({ ...view, listening: [...listening, ...held].sort() });
  return output;
}

/** Afterwards the stack is well, with nothing left to mend. */
async function isWell(): Promise<void> {
  expect(await stack.up()).not.toMatch(/is not what the stack says|could not be read/);
  expect((await stack.outputs()).serviceStatus).toMatchObject({ httpStatus: 200, enabled: true });
  await stack.preview(["--expect-no-changes"]);
}

test("a configuration that Apache refuses: nginx serves all the time", async () => {
  const file = "/etc/apache2/conf-enabled/by-hand.conf";
  await stack.ssh(`mkdir -p ${file.replace(/[^/]+$/, "")}; echo Nonsense >${file}`);
  expect(await refused(NGINX, { webServer: "apache" })).toMatch(/apache refuses .*\n?.*Nonsense/);
  await stack.ssh(`rm ${file}`);
  await isWell();
});

describe("port 80 of IPv6, which somebody else holds", () => {
  const hold = `import socket, time
held = socket.socket(socket.AF_INET6)
held.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
held.bind(("::", 80))
held.listen()
time.sleep(600)`;
  beforeAll(() =>
    stack.ssh(`cat >/root/hold.py <<'END'\n${hold}\nEND
      systemd-run --quiet --unit hold-port python3 /root/hold.py
      until [ -n "$(ss -Hltn6 'sport = 80')" ]; do sleep 0.1; done`),
  );
  afterAll(() => stack.ssh("systemctl stop hold-port"));

  test.each<Partial<Step>>([
    { webServer: "none" },
    { webServer: "none", supervisor: "supervisor" },
  ])("%j does not take the place of nginx", async (to) => {
    const output = await refused(NGINX, { ...to, ipv6: true }, "[::]:80");
    expect(output).toContain("serves again, as before");
  });
});

describe("a page that answers 500 once it is switched to", () => {
  test.each<[string, Step, Partial<Step>, string?]>([
    ["nginx stays", NGINX, { webServer: "none" }],
    ["systemd stays", NGINX, { supervisor: "supervisor" }],
    ["gunicorn stays", NGINX, { appServer: "uwsgi" }],
    [
      "what is outside of Apache stays",
      NGINX,
      { appServer: "mod_wsgi", webServer: "apache" },
      // Its pre-flight is no boot.
      '"mod_wsgi" in sys.modules',
    ],
    ["what is alone stays", ALONE, NGINX],
  ])("%s", async (_, from, to, condition = IN_EARNEST) => {
    await standsAt(from);
    raiseInView(source, condition);
    const output = await refused(from, to);
    expect(output).toContain("serves again, as before");
    expect(output).toContain("RuntimeError: this view fails");
    source.restore();
    await isWell();
  });
});
