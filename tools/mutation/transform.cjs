const { existsSync, readFileSync } = require("node:fs");
const { join, relative } = require("node:path");
const swc = require("@swc/jest").createTransformer();

const root = join(__dirname, "..", "..");
const sources = join(root, "dist", "mutation", "sources");

function text(source, path) {
  const mutable = join(sources, relative(root, path));
  return existsSync(mutable) ? readFileSync(mutable, "utf8") : source;
}

/** Source files that have mutants are replaced by those into which they are written. */
module.exports = {
  process: (source, path, options) => swc.process(text(source, path), path, options),
  getCacheKey: (source, path, options) => swc.getCacheKey(text(source, path), path, options),
};
