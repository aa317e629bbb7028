import type * as Fflate from "fflate";
import { AwsPage } from "../aws-page";
import type { Problem } from "../validation/problems";
import type { Archive } from "./archive";
import { handlerParts } from "./handler-name";
import { nodeVersion } from "./lambda-runtimes";
import { nodeExports } from "./node-exports";
import { pythonNames } from "./python-names";

/** What is to be said of the function that a handler names. */
interface HandlerReview {
  readonly problem?: Problem;
  readonly warning?: string;
}

/** What was found once, as a thousand workflows may have one function. */
const reviewed = new WeakMap<Archive, Map<string, HandlerReview>>();

/**
 * Whether the file of a handler has the function: in Python and Node.js, in an archive that is at hand. Nothing is said of
 * code that makes its names while it runs, of other languages, of images, and of archives in S3.
 */
export function reviewHandlerFunction(handler: string, runtime: string, archive: Archive): HandlerReview {
  const known = reviewed.get(archive) ?? new Map<string, HandlerReview>();
  reviewed.set(archive, known);
  const key = JSON.stringify([handler, runtime]);
  const review = known.get(key) ?? reviewOnce(handler, runtime, archive);
  known.set(key, review);
  return review;
}

function reviewOnce(handler: string, runtime: string, archive: Archive): HandlerReview {
  const parts = handlerParts(handler, runtime);
  const file = parts?.files.find((path) => archive.files.includes(path));
  if (parts === undefined || file === undefined) return {};
  if (runtime.startsWith("python") && file.endsWith(".py")) return python(parts.callee, file, archive);
  const version = nodeVersion(runtime);
  return version === undefined || !/\.[cm]?js$/.test(file) ? {} : node(parts.callee, file, version, archive);
}

function python(callee: string, file: string, archive: Archive): HandlerReview {
  const names = pythonNames(textOf(archive, file) ?? '"');
  if (names === undefined || names.mayHave(callee)) return {};
  return { problem: missing(callee, file, names.functions, AwsPage.lambdaPythonHandler) };
}

function node(callee: string, file: string, version: number, archive: Archive): HandlerReview {
  const source = textOf(archive, file);
  const found = source === undefined ? undefined : nodeExports(source);
  if (found === undefined) return {};
  const isReadAsEsModule =
    file.endsWith(".mjs") || (file.endsWith(".js") && packageType(file, archive) === "module");
  if (found.isEsModule && !isReadAsEsModule && version < 24) {
    return {
      warning:
        `${file} is written as an ES module, and Node.js ${version} in Lambda reads it as CommonJS: the function fails when it ` +
        `is called. Name it .mjs, or put "type": "module" into package.json (${AwsPage.lambdaNodeHandler})`,
    };
  }
  if (!found.isEsModule && isReadAsEsModule) return {};
  // A nested name begins with what is exported: `index.handlers.main`.
  const name = callee.split(".")[0]!;
  if (!found.isComplete || found.names.includes(name)) return {};
  return { problem: missing(name, file, found.names, AwsPage.lambdaNodeHandler) };
}

function missing(callee: string, file: string, names: readonly string[], page: string): Problem {
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? `, … (${names.length})` : "");
  const has = names.length === 0 ? "has no function that could be called" : `has ${shown}`;
  return {
    property: "code.handler",
    message: `got a handler that calls "${callee}" in ${file}, which has no such function; it ${has}.`,
    page,
  };
}

/** `type` of the nearest package.json, from the file upwards. */
function packageType(file: string, archive: Archive): unknown {
  const folders = file.split("/").slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const path = [...folders.slice(0, depth), "package.json"].join("/");
    if (!archive.files.includes(path)) continue;
    try {
      return (JSON.parse(textOf(archive, path) ?? "{}") as { type?: unknown }).type;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** The text of a file in an archive; undefined if it is no UTF-8. */
function textOf(archive: Archive, path: string): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only by those who zip: it takes 15 ms
  const { unzipSync } = require("fflate") as typeof Fflate;
  try {
    const content = unzipSync(archive.bytes, { filter: ({ name }) => name === path })[path];
    return content && new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
