/** Unit and conformance tests. The slow tests with a real Terraform are in jest.e2e.config.js. */
module.exports = {
  testEnvironment: "node",
  // Of two cores jest would use one.
  maxWorkers: "100%",
  // A machine that does something else at the same time is no failure.
  testTimeout: 30_000,
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    ...["e2e/", "pages/", "compat/same-output"].map((path) => `<rootDir>/__tests__/${path}`),
  ],
  // Examples import the package by its name, as users do.
  moduleNameMapper: {
    "/stack-trace$": "<rootDir>/__tests__/no-stack-trace.js",
    "^cdktf-ground-truth$": "<rootDir>/lib/index.ts",
    "^cdktf-ground-truth/handlers$": "<rootDir>/lib/handlers/index.ts",
  },
  transform: { "^.+\\.ts$": "@swc/jest" },
};
