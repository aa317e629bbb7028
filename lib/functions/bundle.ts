import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type * as Esbuild from "esbuild";
import { loadEsbuild } from "./esbuild";
import { nodeExports } from "./node-exports";

/** What is bundled, and how. */
export interface BundleOptions {
  /** Absolute path of the file that exports the handler. */
  readonly entry: string;
  readonly handler: string;
  /** The Node.js version that runs the bundle. */
  readonly nodeVersion: number;
  readonly minify: boolean;
  readonly sourceMap: boolean;
  /** Packages that stay outside. */
  readonly external: readonly string[];
}

/** What esbuild made. */
interface Bundle {
  /** The files of the archive by name: `index.js`, and perhaps its map. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Absolute paths of all files that it was made of. */
  readonly inputs: readonly string[];
  /** What esbuild warns of, in its words. */
  readonly warnings: readonly string[];
}

/** What esbuild says about code that it cannot bundle. */
export class BundleError extends Error {
  /** @param messages each with file, line and column */
  public constructor(public readonly messages: readonly string[]) {
    super(messages.join("\n"));
  }
}

/**
 * Bundles the handler of an entry, and what it needs, into one CommonJS file.
 *
 * esbuild names the files that code came from, relative to a directory. That directory is the deepest one that all of
 * them share, so that the same code gives the same bytes wherever it lies.
 *
 * @throws BundleError
 */
export function bundle(options: BundleOptions): Bundle {
  const entryDirectory = dirname(options.entry);
  const first = build(options, entryDirectory);
  const inputs = inputsOf(first, entryDirectory);
  if (inputs.length === 0) throw new BundleError([keptOutside(options)]);
  const shared = sharedDirectory(inputs);
  const result = shared === entryDirectory ? first : build(options, shared);
  // A CommonJS module that exports nothing at all is worth a warning to esbuild, and useless to Lambda.
  if (result.warnings.some(isAboutWrapper)) throw new BundleError([withoutHandler(options)]);
  if (isMissing(options, first, entryDirectory)) throw new BundleError([withoutHandler(options)]);
  return {
    files: new Map(
      result.outputFiles.map(({ path, contents }) => [path.endsWith(".map") ? mapName : codeName, contents]),
    ),
    inputs,
    // They become part of the output: by esbuild's own paths, which are the same on every machine.
    warnings: result.warnings.map((warning) => told(warning, "")),
  };
}

/** In Lambda's Node.js: what a bundle would only make larger. */
export const ofTheRuntime: readonly string[] = ["@aws-sdk/*", "@smithy/*"];

const codeName = "index.js";
const mapName = "index.js.map";
/** Stands between Lambda and the entry: exports the handler and nothing else, and so drops what only others use. */
const wrapper = ".lambda-handler";

type Built = Esbuild.BuildResult<{ write: false; metafile: true }>;

function build(options: BundleOptions, directory: string): Built {
  const esbuild = loadEsbuild();
  if (esbuild === undefined) throw new BundleError([notInstalled]);
  try {
    return esbuild.buildSync({
      stdin: {
        // A relative path: a source map carries this line.
        contents: `export { ${options.handler} } from ${JSON.stringify(`./${basename(options.entry)}`)};`,
        resolveDir: dirname(options.entry),
        sourcefile: wrapper,
      },
      absWorkingDir: directory,
      outfile: join(directory, codeName),
      write: false,
      metafile: true,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: `node${options.nodeVersion}`,
      external: [...options.external],
      // `import()` of what stays outside becomes `require()`: Node.js finds the SDK, which lies in NODE_PATH, by that only.
      supported: { "dynamic-import": false },
      minify: options.minify,
      sourcemap: options.sourceMap ? "linked" : false,
      // Texts in any language stay readable.
      charset: "utf8",
      // Licences stay beside the code that they are for.
      legalComments: "inline",
      logLevel: "silent",
      nodePaths: [],
    });
  } catch (error) {
    // Its program for this machine is missing, or cannot be started.
    if (!isBuildFailure(error)) throw new BundleError([`esbuild does not run: ${(error as Error).message}`]);
    throw new BundleError(
      error.errors.map((message) =>
        isAboutWrapper(message) ? withoutHandler(options) : told(message, directory),
      ),
    );
  }
}

const notInstalled =
  "esbuild is not installed: npm leaves it out with --omit=optional. Run npm install esbuild, or give code that needs no bundling: a directory or a ZIP archive";

/** esbuild sees what an ES module exports; a CommonJS entry gives undefined for what it lacks. */
function isMissing({ entry, handler }: BundleOptions, { metafile }: Built, directory: string): boolean {
  const isEntry = ([input]: [string, unknown]) => resolve(directory, input) === entry;
  const [, { format } = { format: undefined }] = Object.entries(metafile.inputs).find(isEntry) ?? [];
  if (format !== "cjs" || !/\.c?js$/.test(entry)) return false;
  const exported = nodeExports(readFileSync(entry, "utf8"));
  return exported !== undefined && exported.isComplete && !exported.names.includes(handler);
}

function withoutHandler({ entry, handler }: BundleOptions): string {
  return `${entry}: exports no "${handler}"`;
}

function keptOutside({ entry, external }: BundleOptions): string {
  return `${entry}: stays outside the bundle itself, by one of ${external.join(", ")}`;
}

function inputsOf({ metafile }: Built, directory: string): string[] {
  return Object.keys(metafile.inputs)
    .filter((input) => basename(input) !== wrapper)
    .map((input) => resolve(directory, input));
}

/** The deepest directory that holds all of `files`. */
function sharedDirectory(files: readonly string[]): string {
  let shared = dirname(files[0]!);
  for (const file of files) {
    while (!file.startsWith(join(shared, "/"))) shared = dirname(shared);
  }
  return shared;
}

function isBuildFailure(error: unknown): error is Esbuild.BuildFailure {
  return Array.isArray((error as Partial<Esbuild.BuildFailure> | undefined)?.errors);
}

/** A message of esbuild with its place, the line of code, and its notes. Paths start at `directory`, if one is given. */
function told({ text, location, notes }: Esbuild.Message, directory: string): string {
  const lines = [location === null ? text : `${placeOf(location, directory)}: ${text}`];
  if (location !== null && location.lineText !== "") {
    const mark = "~".repeat(Math.max(1, location.length));
    lines.push(`  ${location.lineText}`, `  ${" ".repeat(location.column)}${mark}`);
  }
  const missing = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  const advice = missing === undefined ? notes.map((note) => note.text) : installing(missing);
  return [...lines, ...advice].join("\n");
}

/** What esbuild says of a package that it does not find, to leave it out of the bundle, is of no use in Lambda. */
function installing(name: string): string[] {
  if (name.startsWith(".") || name.startsWith("/")) return [];
  const [scope, rest] = name.split("/");
  return [`Is the package installed? npm install ${name.startsWith("@") ? `${scope}/${rest}` : scope}`];
}

function placeOf({ file, line, column }: Esbuild.Location, directory: string): string {
  return `${directory === "" ? file : resolve(directory, file)}:${line}:${column}`;
}

/** What esbuild finds in the wrapper: that the entry does not export the handler. */
function isAboutWrapper({ location }: Esbuild.Message): boolean {
  // esbuild puts the directory of the entry before the name.
  return location !== null && basename(location.file) === wrapper;
}
