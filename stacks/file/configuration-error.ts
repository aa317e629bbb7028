import type { Excerpt } from "./excerpt";

/** One thing that is wrong with the configuration. */
export interface ConfigurationProblem {
  /** What it is about, as the user wrote it: `workflows[1].taskType`. @default - the file as a whole */
  readonly path?: string;
  /** What is wrong, what was got and what is allowed. */
  readonly message: string;
  /** Where it stands: `ground-truth.yaml:14:15`, as editors and terminals understand it. */
  readonly place?: string;
  /** The line that it stands on. @default - it stands on none, or nobody knows it */
  readonly excerpt?: Excerpt;
}

/** Everything that is wrong with a configuration, told at once. */
export class ConfigurationError extends Error {
  public constructor(
    /** What cannot be used: the file. */
    public readonly subject: string,
    /** Everything that is wrong, in the order of the file. */
    public readonly problems: readonly ConfigurationProblem[],
  ) {
    super(`${subject} cannot be used, for ${reasons(problems.length)}:\n${problems.map(line).join("\n")}`);
    this.name = "ConfigurationError";
    // The mistake is in a file of the user's: where in this program it was noticed is of no use to them.
    this.stack = `${this.name}: ${this.message}`;
  }
}

function reasons(count: number): string {
  return count === 1 ? "one reason" : `${count} reasons`;
}

function line({ path, message, place }: ConfigurationProblem): string {
  const head = [place, path].filter((part) => part !== undefined && part !== "").join(" ");
  return `  - ${head === "" ? "" : `${head}: `}${message}`;
}
