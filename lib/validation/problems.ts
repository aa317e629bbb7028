import { Token } from "cdktf";
import type { ListRule, Place, Rule } from "../rules/rule";
import { shown } from "../rules/shown";

/** One thing that is wrong with what a user asked for. */
export interface Problem {
  /** The property it is about, as the user wrote it: `output`, `inputs[2]`, `key.alias`. */
  readonly property: string;
  /** What is wrong, the value got and what is allowed, in whole sentences. */
  readonly message: string;
  /** The AWS page that says so. @default - the rule is this library's own */
  readonly page?: string;
}

/** What is wrong, in words: `LabelingKey "stack/Key"`. The path of a construct takes time to put together. */
export type Subject = string | (() => string);

export function told(subject: Subject): string {
  return typeof subject === "string" ? subject : subject();
}

/** Everything that is wrong with one construct, told at once and without a stack trace. */
export class InvalidInputError extends Error {
  /**
   * @param subject what was to be built
   * @param problems everything that is wrong with it
   */
  public constructor(
    /** What could not be built: `BuiltInWorkflow "street-signs"`. */
    public readonly subject: string,
    public readonly problems: readonly Problem[],
    verdict = "cannot be built",
  ) {
    super(`${subject} ${verdict}:\n${problems.map(bullet).join("\n")}`);
    this.name = "InvalidInputError";
    // A mistake in the input is the user's to mend: where in this library it was noticed is of no use to them.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Collects problems, so that a user mends all of them in one go. */
export class Problems {
  private readonly found: Problem[] = [];

  /**
   * @param subject as a function where it takes time to say it: it is needed only if anything is wrong
   * @param verdict what becomes of the subject if anything is wrong
   */
  public constructor(
    private readonly subject: Subject,
    private readonly verdict?: string,
  ) {}

  /** @param message may hold tokens of CDKTF, whose numbers say nothing to a user */
  public add(property: string, message: string, page?: string): void {
    const readable = message.replace(/\$\{TfToken\[[^\]]*\]\}/g, "<known to Terraform>");
    this.found.push({ property, message: readable, page });
  }

  /**
   * Adds what a rule finds wrong with a value. Tokens pass.
   *
   * @param value nothing is wrong with a value that is left out
   * @param here the stack's place, which the value's is compared with @default - it is not compared
   */
  public check(property: string, value: unknown, rule: Rule, here?: Partial<Place>): void {
    if (value === undefined) return;
    const problem =
      rule.problem(value) ??
      (here !== undefined && typeof value === "string" ? rule.elsewhere?.(value, here) : undefined);
    if (problem !== undefined) this.add(property, problem, rule.page);
  }

  /** The same for a list and each value in it. */
  public checkList(property: string, values: unknown, rule: ListRule, here?: Partial<Place>): void {
    if (values === undefined || Token.isUnresolved(values)) return;
    if (!Array.isArray(values)) return this.add(property, `got ${shown(values)}; ${rule.allowed}`, rule.page);
    if (values.length < rule.from || values.length > rule.to) {
      this.add(property, `got ${values.length === 0 ? "none" : values.length}; ${rule.allowed}`, rule.page);
    }
    values.forEach((value, index) => this.check(`${property}[${index}]`, value ?? null, rule.each, here));
  }

  /**
   * The same for every property that has a rule.
   *
   * @param at goes before the names of the properties: `settings.`
   */
  public checkAll(
    values: object | undefined,
    rules: Readonly<Record<string, Rule | ListRule>>,
    here?: Partial<Place>,
    at = "",
  ): void {
    for (const [name, rule] of Object.entries(rules)) {
      const value = (values as Readonly<Record<string, unknown>> | undefined)?.[name];
      if ("each" in rule) this.checkList(`${at}${name}`, value, rule, here);
      else this.check(`${at}${name}`, value, rule, here);
    }
  }

  /** @throws InvalidInputError naming every problem added so far, if there is any. */
  public throwIfAny(): void {
    if (this.found.length > 0) throw new InvalidInputError(told(this.subject), this.found, this.verdict);
  }
}

function bullet(problem: Problem): string {
  const page = problem.page === undefined ? "" : ` (${problem.page})`;
  return `  - ${problem.property}: ${problem.message}${page}`;
}
