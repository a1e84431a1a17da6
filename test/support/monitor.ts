import * as pulumi from "@pulumi/pulumi";
import type { Registered } from "./mocks";
import type { Inputs } from "./wire";

interface Struct {
  toJavaScript(): Inputs;
}

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject(): Struct | undefined;
  getDependenciesList(): string[];
  getProtect(): boolean;
  getIgnorechangesList(): string[];
  getProvider(): string;
}

interface Monitor {
  registerResource(request: Request, answer: Answer): void;
  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): Struct | undefined },
    answer: Answer,
  ): void;
}

type Answer = (error: Error | null, response?: { getUrn(): string }) => void;

/** Notes what goes to the mock monitor: its own interface leaves out parents and options. */
export function record(resources: Registered[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    register(request, (error, response) => {
      if (response) {
        resources.push({
          urn: response.getUrn(),
          type: request.getType(),
          name: request.getName(),
          parent: request.getParent(),
          inputs: request.getObject()?.toJavaScript() ?? {},
          dependencies: request.getDependenciesList(),
          protect: request.getProtect(),
          ignoreChanges: request.getIgnorechangesList(),
          provider: request.getProvider(),
          outputs: {},
        });
      }
      answer(error, response);
    });
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, answer) => {
    const component = resources.find(({ urn }) => urn === request.getUrn());
    if (component) component.outputs = request.getOutputs()?.toJavaScript() ?? {};
    registerOutputs(request, answer);
  };
}
