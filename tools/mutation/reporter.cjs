const { appendFileSync } = require("node:fs");

/** Writes down what became of each test file, at once: a mutant may never come to an end. */
module.exports = class MutationReporter {
  constructor(_config, { file }) {
    this.file = file;
  }

  write(line) {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  onTestFileStart({ path }) {
    this.write({ path, started: true });
  }

  onTestFileResult(
    { path },
    { numFailingTests, numPassingTests, testExecError, failureMessage, testResults, perfStats },
  ) {
    const failed = testResults.find(({ status }) => status === "failed");
    this.write({
      path,
      failed: numFailingTests > 0 || testExecError !== undefined,
      passed: numPassingTests,
      by: failed?.fullName ?? (failureMessage ?? "").slice(0, 300),
      seconds: (perfStats.end - perfStats.start) / 1000,
    });
  }
};
