/*
 * Compiles the TypeScript of this repository into dist/, each file by itself and only those that changed. Types are not
 * checked here: `npm run types` does that, and `npm run build:types` writes the declarations of the package.
 *
 * Modules are loaded when they are first used: whoever makes one workflow does not load the user pools of workers.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "dist");
const record = join(out, ".build.json");

/** What a file was compiled from, without reading it. */
function stamp(file) {
  const { mtimeMs, size } = statSync(join(root, file));
  return `${mtimeMs}/${size}`;
}

function sources() {
  const { include } = JSON.parse(readFileSync(join(root, "tsconfig.build.json"), "utf8"));
  return include.flatMap((entry) =>
    entry.endsWith(".ts")
      ? [entry]
      : readdirSync(join(root, entry), { recursive: true })
          .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
          .map((file) => `${entry}/${file.replaceAll("\\", "/")}`),
  );
}

/** Handlers are bundled for Lambda, where everything that they name is used. */
function lazily(file, code) {
  if (file.startsWith("lib/handlers/")) return false;
  return [...code.matchAll(/^(?:import|export|\}) .*?from "([^"]+)";$/gm)].map(([, module]) => module);
}

function compiled(swc, file) {
  const code = readFileSync(join(root, file), "utf8");
  return swc.transformSync(code, {
    filename: file,
    cwd: root,
    swcrc: false,
    configFile: false,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    // The annotation tells Node.js the names that can be imported from an ES module. Dynamic imports stay, for ES modules.
    module: {
      type: "commonjs",
      lazy: lazily(file, code),
      exportInteropAnnotation: true,
      ignoreDynamic: !file.startsWith("lib/handlers/"),
    },
  }).code;
}

/** Another program may be reading: it sees the old file or the new one. */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}

const outputOf = (file) => join(out, file.replace(/\.ts$/, ".js"));
const compiler = createHash("sha256")
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .update(readFileSync(join(root, "node_modules", "@swc", "core", "package.json")))
  .digest("hex");
const before = existsSync(record) ? JSON.parse(readFileSync(record, "utf8")) : {};
const known = before.compiler === compiler ? before.files : {};

const files = Object.fromEntries(sources().map((file) => [file, stamp(file)]));
const changed = Object.keys(files).filter(
  (file) => files[file] !== known[file] || !existsSync(outputOf(file)),
);
const gone = Object.keys(before.files ?? {}).filter((file) => !(file in files));
if (changed.length > 0 || gone.length > 0) {
  const swc = await import("@swc/core");
  const failed = [];
  for (const file of changed) {
    try {
      write(outputOf(file), compiled(swc, file));
    } catch (error) {
      failed.push(file);
      process.stderr.write(`${file}: ${error.message}\n`);
    }
  }
  for (const file of gone) {
    for (const ending of [".js", ".d.ts"]) rmSync(outputOf(file).replace(/\.js$/, ending), { force: true });
  }
  for (const file of failed) delete files[file];
  write(record, `${JSON.stringify({ compiler, files })}\n`);
  if (failed.length > 0) process.exitCode = 1;
}
