import { readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { ConfigurationError, type ConfigurationProblem } from "../file/configuration-error";
import { configSchema, type GroundTruthConfig } from "./schema";
import { describedIssue, type LocatedProblem } from "../file/described-issue";
import { mostBytes, textProblem } from "../file/file-size";
import { filePathIssues, resolvePaths } from "./file-paths";
import { Places } from "../file/places";
import { YamlDocument } from "../file/yaml-document";

/** A configuration, and where in its file the keys stand. */
export interface LocatedConfig {
  readonly config: GroundTruthConfig;
  readonly places: Places;
}

/**
 * The configuration in a YAML file, with its defaults filled in. Paths in it are relative to its folder and come back
 * absolute.
 *
 * @throws ConfigurationError naming everything that is wrong with it, with line and column
 */
export function readConfig(file: string): GroundTruthConfig {
  return readLocatedConfig(file).config;
}

/**
 * The same with the places of its keys, for problems that are found when the stacks are built.
 *
 * @throws ConfigurationError naming everything that is wrong with it, with line and column
 */
export function readLocatedConfig(file: string): LocatedConfig {
  const shownFile = relative(process.cwd(), file) || file;
  const text = readText(file, shownFile);
  const message = textProblem(text);
  if (message !== undefined) throw new ConfigurationError(shownFile, [{ message }]);
  const document = new YamlDocument(text);
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
  const folder = dirname(resolve(file));
  const result = configSchema.safeParse(read.value);
  const issues = [...(result.error?.issues ?? []), ...filePathIssues(read.value, folder)];
  for (const issue of issues.slice(0, mostIssues)) problems.push(...describedIssue(issue, document));
  if (problems.length > 0 || !result.success) return giveUp();
  resolvePaths(result.data, folder);
  return { config: result.data, places: new Places(shownFile, document) };
}

function readText(file: string, shownFile: string): string {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) {
      const message = `it has ${size} bytes; a configuration has at most ${mostBytes}. Is it the right file?`;
      throw new ConfigurationError(shownFile, [{ message }]);
    }
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
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

/** As they stand in the file, each said once: a value may break its rule in two ways. */
function inOrder(
  problems: readonly LocatedProblem[],
  document: YamlDocument,
  file: string,
): ConfigurationProblem[] {
  const distinct = new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem]));
  const all = [...distinct.values()].sort((one, other) => one.offset - other.offset);
  const located = all.slice(0, mostProblems).map(({ offset, message, ...problem }) => {
    const { line, col } = document.position(offset);
    return { ...problem, message: shortened(message), place: `${file}:${line}:${col}` };
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
