/**
 * The tests of what makes resources, on other packages than those the library is developed on: `COMPAT=oldest-provider` or
 * `COMPAT=cdktn`. They lie in compat/: `npm ci --prefix compat`. What is made of the examples has to be the same, byte for
 * byte, so that tests of policies, files and commands have nothing new to say here.
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

// Every version of CDKTF takes its stack traces and loads its archiver in its own way, and here CDKTF itself is tested too.
const { "/stack-trace$": _, "^archiver$": __, ...names } = usual.moduleNameMapper;

module.exports = {
  ...usual,
  moduleNameMapper: { ...names, ...lane },
  roots: [
    "compat",
    "constructs",
    "examples",
    "functions",
    "roles",
    "streaming",
    "workflows",
    "workforce",
    "stacks",
  ].map((folder) => `<rootDir>/__tests__/${folder}`),
  testPathIgnorePatterns: [
    "/node_modules/",
    // These are about reading and writing files.
    ...["config", "killed-program", "output", "rulebook", "values"].map(
      (name) => `<rootDir>/__tests__/stacks/${name}.test.ts`,
    ),
  ],
};
