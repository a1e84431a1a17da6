/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config"),
  testPathIgnorePatterns: ["/node_modules/"],
  roots: ["<rootDir>/test/e2e"],
  globalSetup: "<rootDir>/test/e2e/support/global-setup.ts",
  // A whole server is made and changed in each.
  testTimeout: 300_000,
  testSequencer: "<rootDir>/test/e2e/support/sequencer.js",
};
