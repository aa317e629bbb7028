import { readFileSync, statSync } from "node:fs";
import { shown } from "../../lib/validation/check-input";
import { dirname, relative, resolve } from "node:path";
import { isScalar } from "yaml";
import { ConfigurationError, type ConfigurationProblem } from "../file/configuration-error";
import { configSchema, type GroundTruthConfig } from "./schema";
import { describedIssue, type LocatedProblem } from "../file/described-issue";
import { mostBytes, textProblem } from "../file/file-size";
import { filePathIssues, resolvePaths } from "./file-paths";
import { hasPlaceholder } from "../file/hints";
import { leftVariables } from "../file/left-variables";
import { Places } from "../file/places";
import { type WrittenText, YamlDocument } from "../file/yaml-document";
import { clashes } from "../environments/clashes";
import { inEnvironment } from "../environments/in-environment";
import { toldOnce } from "../environments/told-once";
import { type Variant, variantsOf } from "../environments/variants";
import { shownPath } from "../file/shown-path";
import type { z } from "zod";

/** A configuration, and where in its file the keys stand. */
export interface LocatedConfig {
  /** What the file says, with defaults filled in. */
  readonly config: GroundTruthConfig;
  /** Where each key stands in the file. */
  readonly places: Places;
}

/**
 * The configuration in a YAML file, with its defaults filled in. Paths in it are relative to its folder and come back
 * absolute.
 *
 * @param environment which of its environments, if the file describes several
 * @throws ConfigurationError naming everything that is wrong with it, with line and column
 */
export function readConfig(file: string, environment?: string): GroundTruthConfig {
  return readLocatedConfig(file, environment).config;
}

/**
 * The same with the places of its keys, for problems that are found when the stacks are built.
 *
 * @param environment which of its environments, if the file describes several
 * @throws ConfigurationError naming everything that is wrong with it, with line and column
 */
export function readLocatedConfig(file: string, environment?: string): LocatedConfig {
  return inEnvironment(readConfigs(file), environment);
}

/**
 * The configurations in a YAML file: one for each of its environments, or one if it describes none.
 *
 * @throws ConfigurationError naming everything that is wrong with any of them, once each
 */
export function readConfigs(file: string): LocatedConfig[] {
  const given: unknown = file;
  if (typeof given !== "string" || given === "") {
    const message = `got ${shown(given)}; the path of the file is needed`;
    throw new ConfigurationError("The configuration", [{ message }]);
  }
  const shownFile = relative(process.cwd(), file) || file;
  const text = readText(file, shownFile);
  const message = textProblem(text);
  if (message !== undefined) throw new ConfigurationError(shownFile, [{ message }]);
  const document = new YamlDocument(text);
  const giveUp = (problems: readonly LocatedProblem[]): never => {
    throw new ConfigurationError(shownFile, inOrder(problems, document, shownFile));
  };

  if (!document.isReadable) return giveUp(document.syntaxProblems);
  if (document.isEmpty) {
    const message = "it is empty; a configuration has at least namePrefix, region and workflows";
    throw new ConfigurationError(shownFile, [{ message }]);
  }
  const read = document.read();
  if ("problem" in read) return giveUp([...document.syntaxProblems, read.problem]);
  const folder = dirname(resolve(file));
  const { variants, problems } = variantsOf(read.value, document, configSchema);
  const found = new Map<Variant, readonly LocatedProblem[]>();
  const configs = variants.flatMap((variant): LocatedConfig[] => {
    const result = configSchema.safeParse(variant.value);
    const misspelt = withoutMisspelt(result.error?.issues ?? [], variant.document);
    const issues = [...misspelt, ...filePathIssues(variant.value, folder)].slice(0, mostIssues);
    const described = issues.flatMap((issue) => describedIssue(issue, variant.document, configSchema));
    const told = new Set(described.map(({ offset }) => offset));
    const left = leftVariables(variant.value, variant.document).filter(({ offset }) => !told.has(offset));
    found.set(variant, [...variant.problems, ...described, ...left]);
    if (!result.success) return [];
    resolvePaths(result.data, folder);
    const { environment } = variant;
    const config = environment === undefined ? result.data : { ...result.data, environment };
    return [{ config, places: new Places(shownFile, variant.document) }];
  });
  const all = [...document.syntaxProblems, ...problems, ...toldOnce(found)];
  if (all.length > 0) return giveUp(all);
  const between = clashes(configs);
  if (between.length > 0) throw new ConfigurationError(shownFile, between);
  return configs;
}

/** A key that is misspelt is not missing too. */
function withoutMisspelt(issues: readonly z.core.$ZodIssue[], document: WrittenText): z.core.$ZodIssue[] {
  const meant = new Set(
    issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? [...issue.message.matchAll(/did you mean "([^"]+)"\?|^is called (\w+)/gm)].map(([, key, called]) =>
            shownPath([...issue.path, (key ?? called)!]),
          )
        : [],
    ),
  );
  const isMissing = ({ path }: z.core.$ZodIssue) => document.find(path).node === undefined;
  // What environments would say, and what would stand for a placeholder, is not wrong too.
  const isOfEnvironment = (issue: z.core.$ZodIssue) => {
    const { node } = document.find(issue.path);
    return isMissing(issue) ? issue.path.length === 1 : isScalar(node) && hasPlaceholder(String(node.value));
  };
  return issues.filter(
    (issue) =>
      !(meant.has(shownPath(issue.path)) && isMissing(issue)) &&
      !(meant.has("environments") && isOfEnvironment(issue)),
  );
}

function readText(file: string, shownFile: string): string {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) {
      const message = `it has ${size} bytes; a configuration has at most ${mostBytes}. Is it the right file?`;
      throw new ConfigurationError(shownFile, [{ message }]);
    }
    return decoded(readFileSync(file), shownFile);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "it is a directory"
          : `it cannot be read (${code})`;
    const other = "the environment variable GROUND_TRUTH_CONFIG can name another one";
    const message = `${reason}; ${code === "ENOENT" ? `npx cdktf-ground-truth init writes one, and ${other}` : other}`;
    throw new ConfigurationError(shownFile, [{ message }]);
  }
}

/** Editors on Windows write UTF-16, and somebody names a picture. */
function decoded(bytes: Buffer, shownFile: string): string {
  const refuse = (message: string): never => {
    throw new ConfigurationError(shownFile, [{ message }]);
  };
  const mark = bytes.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff") {
    return refuse("it is written in UTF-16. Save it as UTF-8: editors offer that under Save as, or Encoding");
  }
  if (bytes.includes(0)) return refuse("it is no text: it has zero bytes in it. Is it the right file?");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse(
      "it is not written in UTF-8. Save it as UTF-8: editors offer that under Save as, or Encoding",
    );
  }
}

/** As they stand in the file, each said once: a value may break its rule in two ways. */
function inOrder(
  problems: readonly LocatedProblem[],
  document: YamlDocument,
  file: string,
): ConfigurationProblem[] {
  const distinct = new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem]));
  const all = [...distinct.values()].sort((one, other) => one.offset - other.offset);
  const located = all.slice(0, mostProblems).map(({ offset, end, message, at: _at, ...problem }) => {
    const { line, col } = document.position(offset);
    const excerpt = document.excerpt(offset, end);
    return { ...problem, message: shortened(message), place: `${file}:${line}:${col}`, excerpt };
  });
  const more = all.length - located.length;
  return more === 0 ? located : [...located, { message: `and ${more} more: mend these first` }];
}

/** A value may be as long as the file, and be quoted where what is made of it is named. */
function shortened(message: string): string {
  return message.length <= longestMessage
    ? message
    : `${message.slice(0, longestMessage / 2)} … ${message.slice(-longestMessage / 2)}`;
}

const longestMessage = 3000;
/** Nobody reads more of them at a time. */
const mostProblems = 100;
/** Each is looked up in the file. They come in the order of the checks, not of the file. */
const mostIssues = 5000;
