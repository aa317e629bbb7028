import { Annotations, Lazy, type ITerraformDependable, type TerraformResource } from "cdktf";
import { renderPolicy } from "./document";
import type { PolicyLimit } from "./policy-limit";
import { Prerequisites } from "./prerequisites";
import { SingleDocument } from "./single-document";
import type { PolicyStatement } from "./statement";
import type { Subject } from "../validation/problems";

/**
 * The one policy of something that is made here: of a key, a topic, a queue, the trust in a role. Statements come as long as
 * the app is built, and what holds the policy waits for the principals that they name.
 */
export class ResourcePolicy {
  /** The document, known when everything is built. */
  public readonly text: string;

  private readonly document: SingleDocument;
  private holder?: { readonly resource: TerraformResource; readonly prerequisites: Prerequisites };

  /** @param subject what the policy belongs to, as an error should call it */
  public constructor(subject: Subject, limit: PolicyLimit) {
    this.document = new SingleDocument(subject, limit);
    this.text = Lazy.stringValue({ produce: () => renderPolicy(this.document.statements) });
  }

  /** Says which resource the policy stands in. Warnings are of the construct that made it. */
  public heldBy(resource: TerraformResource): void {
    this.holder = { resource, prerequisites: new Prerequisites(resource) };
  }

  /**
   * Adds a statement. A policy that may become too long is warned of.
   *
   * @param principalResource what makes the principal that it names; undefined if it exists already
   * @throws InvalidInputError when the policy is certainly too long
   */
  public add(statement: PolicyStatement, principalResource?: ITerraformDependable): void {
    const warning = this.document.add(statement);
    if (this.holder === undefined) return;
    const { resource, prerequisites } = this.holder;
    if (warning !== undefined) Annotations.of(resource.node.scope!).addWarning(warning);
    prerequisites.add(principalResource);
  }
}
