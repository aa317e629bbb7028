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
  if (language === undefined || split(handler) !== undefined) return [];
  return problem(
    `got "${handler}"; ${language.name} wants the name of the file without its ending, a dot and the name of the ` +
      `${language.callee}: ${language.example}.`,
  );
}

/**
 * What a user should hear when no file in the archive can hold the handler. It is no error: a layer may bring it.
 */
export function handlerFileWarning(
  handler: string,
  runtime: string,
  files: readonly string[],
): string | undefined {
  const language = languageOf(runtime);
  const file = Token.isUnresolved(handler) ? undefined : split(handler);
  if (language === undefined || file === undefined) return undefined;
  const wanted = language.files(file);
  if (wanted.some((path) => files.includes(path))) return undefined;
  const elsewhere = files.find((path) => wanted.some((name) => path.endsWith(`/${name}`)));
  const hint =
    elsewhere === undefined
      ? `It holds ${listed(files)}`
      : `It holds ${elsewhere}: the files must lie at the top of the archive, or the handler must name their folder`;
  return (
    `The handler ${handler} is looked for in ${wanted[0]}, which is not in the archive. ${hint}. ` +
    `The function fails when it is called, unless a layer brings that file`
  );
}

interface Language {
  readonly name: string;
  readonly callee: string;
  readonly example: string;
  /** Where the runtime looks for the handler's file, the usual place first. */
  readonly files: (module: string) => string[];
}

const node: Language = {
  name: "Node.js",
  callee: "exported function",
  example: "index.handler",
  files: (module) => [".js", ".mjs", ".cjs"].map((ending) => module + ending),
};

const python: Language = {
  name: "Python",
  callee: "function",
  example: "app.handler",
  files: (module) => {
    const path = module.replaceAll(".", "/");
    return [`${path}.py`, `${path}/__init__.py`, `${path}.so`];
  },
};

const ruby: Language = {
  name: "Ruby",
  callee: "method",
  example: "function.handler",
  files: (module) => [`${module}.rb`],
};

/** The languages whose handler names a file; Java and .NET name a class, and an OS-only runtime what it likes. */
function languageOf(runtime: string): Language | undefined {
  if (runtime.startsWith("nodejs")) return node;
  if (runtime.startsWith("python")) return python;
  if (runtime.startsWith("ruby")) return ruby;
  return undefined;
}

/** `src/app.handler` names the file `src/app`, without its ending. Undefined when there is no such part. */
function split(handler: string): string | undefined {
  const match = /^((?:[^/]+\/)*[^/]+)\.[^./]+$/.exec(handler);
  return match?.[1];
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 5).join(", ");
  return files.length > 5 ? `${shown} and ${files.length - 5} more files` : shown;
}
