const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // Outside it scripts/test.ts, which runs jest, would be taken for a test by its name.
  roots: ["<rootDir>/test"],
  // swc only strips types; `tsc --noEmit` is a check of its own in `npm test`.
  transform: { "^.+\\.[cm]?[jt]s$": ["@swc/jest", { jsc: { target: "es2022" } }] },
  // These are published as ECMAScript modules only.
  transformIgnorePatterns: ["/node_modules/(?!(@actions|@hono|ipaddr\\.js)/)"],
  // Its package names no entry for require, which is what jest asks for.
  moduleNameMapper: {
    "^@actions/expressions$": "<rootDir>/node_modules/@actions/expressions/dist/index.js",
  },
  testPathIgnorePatterns: ["/node_modules/", "/test/e2e/"],
  // Most wait for programs and hosts: one worker a core leaves the cores idle for a third of the time.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Many tests run programs, and 5 s, the default, can be too short on a machine that is busy.
  testTimeout: 60_000,
};
