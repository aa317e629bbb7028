import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problem } from "../validation/problems";
import { handlerRule } from "../rules/lambda";

/** What is wrong with the text that names a handler, by the rules of its runtime. Tokens pass. */
export function handlerProblems(property: string, handler: string, runtime: string): Problem[] {
  if (Token.isUnresolved(handler)) return [];
  const problem = (message: string) => [{ property, message, page: AwsPage.lambdaFunctionNames }];
  const wrong = handlerRule.problem(handler);
  if (wrong !== undefined) return problem(wrong);
  const language = languageOf(runtime);
  if (language === undefined || language.pattern.test(handler)) return [];
  return problem(
    `got "${handler}"; ${language.name} wants the name of the file without its ending, a dot and the name of the ` +
      `${language.callee}: ${language.example}.`,
  );
}

/**
 * What is wrong when no file in the archive can hold the handler, if that is so. A layer may bring the file: then this is
 * a warning.
 */
export function handlerFileFault(
  handler: string,
  runtime: string,
  files: readonly string[],
): string | undefined {
  const wanted = handlerParts(handler, runtime)?.files;
  if (wanted === undefined || wanted.some((path) => files.includes(path))) return undefined;
  // Compiled for one Python: app.cpython-313-aarch64-linux-gnu.so.
  const compiled = wanted[0]!.replace(/py$/, "");
  if (files.some((path) => path.startsWith(compiled) && path.endsWith(".so"))) return undefined;
  const elsewhere = files.find((path) => wanted.some((name) => path.endsWith(`/${name}`)));
  const hint =
    elsewhere === undefined
      ? `It holds ${listed(files)}`
      : `It holds ${elsewhere}: the files must lie at the top of the archive, or the handler must name their folder`;
  return `The handler ${handler} is looked for in ${wanted[0]}, which is not in the archive. ${hint}.`;
}

/** What a handler names. */
interface HandlerParts {
  /** Where the runtime looks for the file, the usual place first. */
  readonly files: readonly string[];
  /** What it calls there. */
  readonly callee: string;
}

/** The file and the function that a handler names; undefined for runtimes that read it otherwise, and for tokens. */
export function handlerParts(handler: string, runtime: string): HandlerParts | undefined {
  const language = languageOf(runtime);
  if (language === undefined || Token.isUnresolved(handler)) return undefined;
  const match = language.pattern.exec(handler);
  if (match === null) return undefined;
  return { files: language.files(match[1]!), callee: match[2]! };
}

interface Language {
  readonly name: string;
  readonly callee: string;
  readonly example: string;
  /** The file without its ending, and what is called there. */
  readonly pattern: RegExp;
  /** Where the runtime looks for the handler's file, the usual place first. */
  readonly files: (module: string) => string[];
}

/** `src/app.handler` names the file `src/app`, without its ending. */
const byLastDot = /^((?:[^/]+\/)*[^/]+)\.([^./]+)$/;

const node: Language = {
  name: "Node.js",
  callee: "exported function",
  example: "index.handler",
  // By the first dot: `index.handlers.main` is a member of what index.js exports.
  pattern: /^((?:[^/]+\/)*[^./]+)\.([^/]+)$/,
  files: (module) => [".js", ".mjs", ".cjs", "/index.js", "/package.json"].map((ending) => module + ending),
};

const python: Language = {
  name: "Python",
  callee: "function",
  example: "app.handler",
  pattern: byLastDot,
  files: (module) => {
    const path = module.replaceAll(".", "/");
    return [`${path}.py`, `${path}/__init__.py`, `${path}.so`, `${path}.pyc`, `${path}/__init__.pyc`];
  },
};

const ruby: Language = {
  name: "Ruby",
  callee: "method",
  example: "function.handler",
  pattern: byLastDot,
  files: (module) => [`${module}.rb`],
};

/** The languages whose handler names a file; Java and .NET name a class, and an OS-only runtime what it likes. */
function languageOf(runtime: string): Language | undefined {
  if (runtime.startsWith("nodejs")) return node;
  if (runtime.startsWith("python")) return python;
  if (runtime.startsWith("ruby")) return ruby;
  return undefined;
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 5).join(", ");
  return files.length > 5 ? `${shown} and ${files.length - 5} more files` : shown;
}
