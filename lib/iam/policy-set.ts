import { InvalidInputError, type Subject, told } from "../validation/problems";
import { merged } from "./merge";
import { policySize, type PolicyLimit } from "./policy-limit";
import type { PolicyStatement } from "./statement";

/**
 * Statements spread over as few documents as their limit allows, in the order in which they come.
 *
 * A statement stays in the document that it was put into, so that adding one more never moves another: a plan then
 * shows what changed and nothing else. One that is too long for a document alone is cut by its resources.
 */
export class PolicySet {
  private readonly filled: PolicyStatement[][] = [];

  /** @param subject what the statements are for, as an error should call it */
  public constructor(
    private readonly subject: Subject,
    private readonly limit: PolicyLimit,
  ) {}

  /** The statements of each document. */
  public get documents(): readonly (readonly PolicyStatement[])[] {
    return this.filled;
  }

  /** @throws InvalidInputError when the statement cannot be cut to fit */
  public add(statement: PolicyStatement): void {
    if (!this.mergeInto(statement)) this.place(statement);
  }

  private mergeInto(statement: PolicyStatement): boolean {
    for (const document of this.filled) {
      for (const [index, other] of document.entries()) {
        const both = merged(other, statement);
        if (both !== undefined && this.fits(document.with(index, both))) {
          document[index] = both;
          return true;
        }
      }
    }
    return false;
  }

  private place(statement: PolicyStatement): void {
    const roomy = this.filled.find((document) => this.fits([...document, statement]));
    if (roomy !== undefined) {
      roomy.push(statement);
    } else if (this.fits([statement])) {
      this.filled.push([statement]);
    } else {
      this.cut(statement);
    }
  }

  /** Fills each document with as many of the statement's resources as it takes. */
  private cut(statement: PolicyStatement): void {
    let left = statement.resources ?? [];
    for (let index = 0; left.length > 0; index += 1) {
      const document = (this.filled[index] ??= []);
      const count = this.mostThatFit(document, statement, left);
      if (count > 0) document.push({ ...statement, resources: left.slice(0, count) });
      else if (document.length === 0) throw this.tooLong(statement);
      left = left.slice(count);
    }
  }

  private mostThatFit(
    document: readonly PolicyStatement[],
    statement: PolicyStatement,
    resources: readonly string[],
  ): number {
    let fitting = 0;
    let tooMany = resources.length + 1;
    while (tooMany - fitting > 1) {
      const middle = Math.floor((fitting + tooMany) / 2);
      const part = { ...statement, resources: resources.slice(0, middle) };
      if (this.fits([...document, part])) fitting = middle;
      else tooMany = middle;
    }
    return fitting;
  }

  private fits(statements: readonly PolicyStatement[]): boolean {
    return policySize(statements).estimate <= this.limit.characters;
  }

  private tooLong(statement: PolicyStatement): InvalidInputError {
    const { of, characters, page } = this.limit;
    const message =
      `statement ${statement.sid} has ${policySize([statement]).estimate} characters and cannot be cut by its resources; ` +
      `${of} has at most ${characters}`;
    return new InvalidInputError(told(this.subject), [{ property: "policy", message, page }]);
  }
}
