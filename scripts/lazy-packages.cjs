// @ts-check
// @pulumi/pulumi loads TypeScript's compiler and npm's Arborist at once, a third of its start. It needs
// them to serialize functions, which no resource of ours asks for: here each comes when it is first used.
// So does yaml, which the program needs only where a secret of the config may be part of a unit.
const Module = require("node:module");

const LATER = new Set(["typescript", "@npmcli/arborist", "yaml"]);

// @ts-expect-error Not among the types, but what every hook of this kind replaces.
const load = Module._load;

/** @param {string} request @param {unknown[]} rest */
function loadOrPutOff(request, ...rest) {
  const now = () => load.call(Module, request, ...rest);
  if (!LATER.has(request)) return now();
  return new Proxy(
    {},
    {
      // Asked by whoever imports all names: true, it takes them from here one by one.
      get: (_, name) => (name === "__esModule" ? true : now()[name]),
      has: (_, name) => name in now(),
      ownKeys: () => Reflect.ownKeys(now()),
      getOwnPropertyDescriptor: (_, name) => ({
        ...Object.getOwnPropertyDescriptor(now(), name),
        configurable: true,
      }),
    },
  );
}

// @ts-expect-error As above.
Module._load = loadOrPutOff;
