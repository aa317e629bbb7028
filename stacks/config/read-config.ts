import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { isScalar, isSeq } from "yaml";
import type { z } from "zod";
import { ConfigurationError, type ConfigurationProblem } from "./configuration-error";
import { configSchema, type GroundTruthConfig } from "./schema";
import { shown, shownPath } from "./shown";
import { YamlDocument, type Found } from "./yaml-document";

/**
 * The configuration in a YAML file, with its defaults filled in.
 *
 * @throws ConfigurationError naming everything that is wrong with it, with line and column
 */
export function readConfig(file: string): GroundTruthConfig {
  const shownFile = relative(process.cwd(), file) || file;
  const document = new YamlDocument(readText(file, shownFile));
  const problems: LocatedProblem[] = document.syntaxProblems;
  const giveUp = (): never => {
    throw new ConfigurationError(shownFile, inOrder(problems, document, shownFile));
  };

  if (!document.isReadable) return giveUp();
  if (document.isEmpty) {
    const message = "it is empty; a configuration has at least namePrefix, region and workflows";
    throw new ConfigurationError(shownFile, [{ message }]);
  }
  const read = document.read();
  if ("problem" in read) {
    problems.push(read.problem);
    return giveUp();
  }
  const result = configSchema.safeParse(read.value);
  if (!result.success) problems.push(...result.error.issues.flatMap((issue) => described(issue, document)));
  if (problems.length > 0 || !result.success) return giveUp();
  return result.data;
}

interface LocatedProblem extends Omit<ConfigurationProblem, "place"> {
  readonly offset: number;
}

function readText(file: string, shownFile: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "it is a directory"
          : `it cannot be read (${code})`;
    const message = `${reason}; the environment variable GROUND_TRUTH_CONFIG can name another one`;
    throw new ConfigurationError(shownFile, [{ message }]);
  }
}

/** Zod's issue in the user's terms, with what stands in the file. */
function described(issue: z.core.$ZodIssue, document: YamlDocument): LocatedProblem[] {
  if (issue.code === "unrecognized_keys") {
    const messages = issue.message.split("\n");
    return issue.keys.map((key, index) => {
      const path = [...issue.path, key];
      return { path: shownPath(path), message: messages[index]!, offset: document.findKey(path).offset };
    });
  }
  const found = document.find(issue.path);
  const message = issue.code === "custom" ? issue.message : `${got(issue, found)}; ${issue.message}`;
  return [{ path: shownPath(issue.path), message, offset: found.offset }];
}

/** First half of an error; the issue's message, which says what is allowed, is the second. */
function got(issue: z.core.$ZodIssue, { node }: Found): string {
  if (node === undefined) return "is missing";
  const source = isScalar(node) ? node.source : undefined;
  const value: unknown = isScalar(node) ? node.value : isSeq(node) ? node.items : node;
  const text = `got ${shown(value, source)}`;
  if (issue.code !== "invalid_type" || value === null || typeof value === "object") return text;
  if (issue.expected === "string") return `${text}, a ${typeof value}: put it in quotes`;
  return typeof value === "string" ? `${text}, a text` : text;
}

/** As they stand in the file, each said once: a value may break its rule in two ways. */
function inOrder(
  problems: readonly LocatedProblem[],
  document: YamlDocument,
  file: string,
): ConfigurationProblem[] {
  const distinct = new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem]));
  return [...distinct.values()]
    .sort((one, other) => one.offset - other.offset)
    .map(({ offset, ...problem }) => {
      const { line, col } = document.position(offset);
      return { ...problem, place: `${file}:${line}:${col}` };
    });
}
