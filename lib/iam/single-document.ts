import { InvalidInputError, type Subject, told } from "../validation/problems";
import { merged } from "./merge";
import { policySize, type PolicyLimit } from "./policy-limit";
import type { PolicyStatement } from "./statement";

/** A policy that AWS keeps in one document: a trust policy, a key policy, a bucket policy. */
export class SingleDocument {
  private readonly collected: PolicyStatement[] = [];

  /** @param subject what the policy belongs to, as an error should call it */
  public constructor(
    private readonly subject: Subject,
    private readonly limit: PolicyLimit,
  ) {}

  public get statements(): readonly PolicyStatement[] {
    return this.collected;
  }

  /**
   * Adds a statement, or widens the one that it merges with.
   *
   * @returns a warning when the document may be too long, which tokens hide until Terraform runs
   * @throws InvalidInputError when it certainly is
   */
  public add(statement: PolicyStatement): string | undefined {
    if (!this.mergeInto(statement)) this.collected.push(statement);

    const { least, estimate } = policySize(this.collected);
    const { of, characters, principals = Infinity, page } = this.limit;
    const named = () => this.collected.reduce((sum, one) => sum + principalsOf(one), 0);
    if (principals !== Infinity && named() > principals) {
      const message = `${of} names at most ${principals} principals; with ${statement.sid} this one names ${named()}`;
      throw new InvalidInputError(told(this.subject), [{ property: "policy", message, page }]);
    }
    if (estimate <= characters) return undefined;
    const tooLong = `${of} has at most ${characters} characters; with ${statement.sid} this one has about ${estimate}`;
    if (least > characters) {
      throw new InvalidInputError(told(this.subject), [{ property: "policy", message: tooLong, page }]);
    }
    return `${told(this.subject)}: ${tooLong} (${page})`;
  }

  private mergeInto(statement: PolicyStatement): boolean {
    for (const [index, other] of this.collected.entries()) {
      const both = merged(other, statement);
      if (both === undefined) continue;
      this.collected[index] = both;
      return true;
    }
    return false;
  }
}

function principalsOf({ principal = {} }: PolicyStatement): number {
  return principal.everyone === true
    ? 1
    : new Set([...(principal.aws ?? []), ...(principal.service ?? [])]).size;
}
