import type * as Esbuild from "esbuild";
import { loadEsbuild } from "./esbuild";

/** What a JavaScript file exports, as far as it can be read without running it. */
interface NodeExports {
  readonly isEsModule: boolean;
  readonly names: readonly string[];
  /** False where more may be exported than can be seen. */
  readonly isComplete: boolean;
}

/** Reads a file; undefined if esbuild cannot, or is not there. */
export function nodeExports(source: string): NodeExports | undefined {
  const esbuild = loadEsbuild();
  if (esbuild === undefined) return undefined;
  try {
    const { metafile } = esbuild.buildSync({
      stdin: { contents: source, loader: "js", sourcefile: "handler" },
      bundle: false,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      logLevel: "silent",
    });
    const [{ exports: names } = { exports: [] }] = Object.values(metafile.outputs);
    if (isEsModule(metafile)) return { isEsModule: true, names, isComplete: !/\bexport\s*\*/.test(source) };
    // Comments go, and white space that says nothing.
    const { code } = esbuild.transformSync(source, {
      minifyWhitespace: true,
      legalComments: "none",
      charset: "utf8",
    });
    return { isEsModule: false, ...commonJsExports(code) };
  } catch {
    return undefined;
  }
}

function isEsModule({ inputs }: Esbuild.Metafile): boolean {
  return Object.values(inputs).some(({ format }) => format === "esm");
}

const assigned = /^(?:\.([\w$]+)|\["([^"]+)"\])(?:=(?!=)|\b|(?=[^\w$]))/;
const defined = /Object\.defineProperty\((?:module\.)?$/;

/** Follows every mention of `exports`; one that is none of the usual ones may export anything. */
function commonJsExports(code: string): Pick<NodeExports, "names" | "isComplete"> {
  const names: string[] = [];
  let isComplete = true;
  let mentions = 0;
  for (const { index } of code.matchAll(/(?<![\w$])exports(?![\w$])/g)) {
    mentions += 1;
    const after = code.slice(index + "exports".length);
    const property = assigned.exec(after);
    const byDefinition = defined.test(code.slice(0, index)) ? /^,"([^"]+)"/.exec(after) : null;
    const literal = /^=\{/.test(after) ? literalKeys(after.slice(2)) : undefined;
    if (property !== null) names.push(property[1] ?? property[2]!);
    else if (byDefinition !== null) names.push(byDefinition[1]!);
    else if (literal !== undefined) names.push(...literal);
    else isComplete = false;
  }
  // At the top of a file `this` is what it exports.
  if (mentions === 0 && /\bthis\b/.test(code)) isComplete = false;
  return { names: [...new Set(names)], isComplete };
}

/** The keys of an object literal after its brace; undefined if not all of them can be seen. */
function literalKeys(text: string): string[] | undefined {
  const keys: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    // Texts, templates and regular expressions could hold any bracket.
    if ("\"'`/".includes(character) && depth === 0 && at !== begin) return undefined;
    if ("\"'`/".includes(character) && depth > 0) return undefined;
    if ("([{".includes(character)) depth += 1;
    if (depth === 0 && (character === "," || character === "}")) {
      const key = /^(?:async\s*)?\*?(?:"([^"]+)"|([\w$]+))/.exec(text.slice(begin, at));
      if (key !== null) keys.push(key[1] ?? key[2]!);
      else if (at > begin) return undefined;
      begin = at + 1;
      if (character === "}") return keys;
    }
    if (")]}".includes(character)) depth -= 1;
  }
  return undefined;
}
