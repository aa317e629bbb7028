/** The pages that commands write, in a real browser. Left out, loudly, where there is none. */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/__tests__/pages"],
  testPathIgnorePatterns: ["/node_modules/"],
  // Axe looks at each of the many elements of thirty workflows.
  testTimeout: 600_000,
};
