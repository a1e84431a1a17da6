const Sequencer = require("@jest/test-sequencer").default;

/**
 * The tours first: they take the longest, and jest knows that only where it has run them before; else
 * it goes by the size of the files.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const isTour = ({ path }) => /\/debian-\d+\.test\.ts$/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(isTour), ...sorted.filter((test) => !isTour(test))];
  }
};
