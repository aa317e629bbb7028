/** Unit and conformance tests. The slow tests with a real Terraform are in jest.e2e.config.js. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/"],
  // Examples import the package by its name, as users do.
  moduleNameMapper: {
    "^cdktf-ground-truth$": "<rootDir>/lib/index.ts",
    "^cdktf-ground-truth/handlers$": "<rootDir>/lib/handlers/index.ts",
  },
  transform: { "^.+\\.ts$": "@swc/jest" },
};
