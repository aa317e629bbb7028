/** Real Terraform and the real AWS provider, against an emulator on this machine. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__/e2e"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  testTimeout: 600000,
};
