import { InvalidInputError } from "../validation/problems";
import { merged } from "./merge";
import { policySize, type PolicyLimit } from "./policy-limit";
import type { PolicyStatement } from "./statement";

/** A policy that AWS keeps in one document: a trust policy, a key policy, a bucket policy. */
export class SingleDocument {
  private readonly collected: PolicyStatement[] = [];

  /** @param subject what the policy belongs to, as an error should call it */
  public constructor(
    private readonly subject: string,
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
    const index = this.collected.findIndex((other) => merged(other, statement) !== undefined);
    if (index < 0) this.collected.push(statement);
    else this.collected[index] = merged(this.collected[index]!, statement)!;

    const { least, estimate } = policySize(this.collected);
    const { of, characters, page } = this.limit;
    const told = `${of} has at most ${characters} characters; with ${statement.sid} this one has about ${estimate}`;
    if (least > characters) {
      throw new InvalidInputError(this.subject, [{ property: "policy", message: told, page }]);
    }
    return estimate > characters ? `${this.subject}: ${told} (${page})` : undefined;
  }
}
