/*
 * What is tested loads its modules when they are first used, as what is shipped does (tools/build.mjs): a file of tests about one
 * construct does not load the resources of all the others.
 */
const { readFileSync } = require("node:fs");
const { join, relative, sep } = require("node:path");
const { createTransformer } = require("@swc/jest");

const root = join(__dirname, "..");
const usual = JSON.parse(readFileSync(join(root, ".swcrc"), "utf8"));
const shipped = new Set(["cli", "lib", "review", "stacks", "tasks"]);

function optionsFor(source, file) {
  const [folder, subject] = relative(root, file).split(sep);
  // Handlers are bundled for Lambda.
  if (!shipped.has(folder) || subject === "handlers") return { ...usual, swcrc: false };
  const lazy = [...source.matchAll(/^(?:import|export|\}) .*?from "([^"]+)";$/gm)].map(
    ([, module]) => module,
  );
  return { ...usual, swcrc: false, module: { ...usual.module, lazy } };
}

const transformer = (source, file) => createTransformer(optionsFor(source, file));

module.exports = {
  process: (source, file, options) => transformer(source, file).process(source, file, options),
  getCacheKey: (source, file, options) => transformer(source, file).getCacheKey(source, file, options),
};
