/*
 * Adds up what jest itself counted, from the files of `jest --json --outputFile`, and prints it as one line.
 * A file that is missing is a run that did not come about; a test file that could not be run at all counts as one failure.
 */
const { existsSync, readFileSync } = require("node:fs");

const runs = process.argv
  .slice(2)
  .filter((file) => existsSync(file))
  .map((file) => JSON.parse(readFileSync(file, "utf8")));
const sum = (...counts) => runs.reduce((total, run) => counts.reduce((t, count) => t + run[count], total), 0);

const passed = sum("numPassedTests");
const failed = sum("numFailedTests", "numRuntimeErrorTestSuites");
const skipped = sum("numPendingTests", "numTodoTests");
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
