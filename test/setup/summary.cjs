/** Closes a run with one plain line that counts it. */
module.exports = class {
  onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests }) {
    console.log(
      `${numPassedTests} passed, ${numFailedTests} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`,
    );
  }
};
