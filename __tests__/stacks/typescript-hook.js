/** Lets a child process run this project's TypeScript as it is: `node --require <this file> main.ts`. */
const { readFileSync } = require("node:fs");
const { transformSync } = require("@swc/core");

require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), { filename });
  module._compile(code, filename);
};
