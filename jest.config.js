const { statfsSync } = require("node:fs");

/**
 * Tests make and remove thousands of small folders. In memory that takes a fifteenth of the time that it takes on a disk; where
 * there is little memory for it, as in many containers, they go where all temporary files go.
 */
function workInMemory(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize > 2 ** 30) process.env.TMPDIR = folder;
  } catch {
    // Not on Linux.
  }
}
workInMemory("/dev/shm");

/** Unit and conformance tests. The slow tests with a real Terraform are in jest.e2e.config.js. */
module.exports = {
  testEnvironment: "node",
  // Of two cores jest would use one.
  maxWorkers: "100%",
  // For what never ends. A machine that does something else at the same time is no failure.
  testTimeout: 600_000,
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    ...["e2e/", "pages/", "compat/same-output"].map((path) => `<rootDir>/__tests__/${path}`),
  ],
  // Examples import the package by its name, as users do.
  moduleNameMapper: {
    "/stack-trace$": "<rootDir>/__tests__/no-stack-trace.js",
    "^archiver$": "<rootDir>/__tests__/lazy-archiver.js",
    "^cdktf-ground-truth$": "<rootDir>/lib/index.ts",
    "^cdktf-ground-truth/handlers$": "<rootDir>/lib/handlers/index.ts",
  },
  transform: { "^.+\\.ts$": "<rootDir>/__tests__/transform.js" },
};
