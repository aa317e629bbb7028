/**
 * The unit and conformance tests on other packages than those the library is developed on: `COMPAT=oldest-provider` or
 * `COMPAT=cdktn`. They lie in compat/: `npm ci --prefix compat`.
 */
const usual = require("./jest.config.js");

const installed = "<rootDir>/compat/node_modules";
const lanes = {
  "oldest-provider": { "^@cdktf/provider-aws/(.*)$": `${installed}/provider-aws-oldest/$1` },
  cdktn: {
    "^cdktf$": `${installed}/cdktn`,
    "^cdktf/(.*)$": `${installed}/cdktn/$1`,
    "^@cdktf/provider-aws/(.*)$": `${installed}/@cdktn/provider-aws/$1`,
  },
};
const lane = lanes[process.env.COMPAT];
if (lane === undefined) throw new Error(`COMPAT is one of ${Object.keys(lanes).join(", ")}`);

// Every version of CDKTF takes its stack traces in its own way, and here CDKTF itself is tested too.
const { "/stack-trace$": _, ...names } = usual.moduleNameMapper;

module.exports = {
  ...usual,
  moduleNameMapper: { ...names, ...lane },
  testPathIgnorePatterns: [
    ...usual.testPathIgnorePatterns,
    // These start programs of their own, which know nothing of the mapping, or have nothing to do with it.
    "<rootDir>/__tests__/lint/",
    "<rootDir>/__tests__/local/",
    "<rootDir>/__tests__/stacks/killed-program.test.ts",
    // These synthesize nothing.
    ...["access", "cli", "handlers", "iam", "review"].map((folder) => `<rootDir>/__tests__/${folder}/`),
    "<rootDir>/__tests__/conformance/harness.test.ts",
  ],
};
