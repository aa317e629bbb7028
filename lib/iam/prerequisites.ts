import { dependable, type ITerraformDependable, type TerraformResource } from "cdktf";
import { isInStackOf } from "../scope/other-stacks";

/** Makes a resource wait for what AWS must know before it accepts it: principals that its policy names, topics it tells. */
export class Prerequisites {
  private readonly added = new Set<ITerraformDependable>();

  public constructor(private readonly resource: TerraformResource) {}

  /** @param other undefined if it exists already; what another stack makes comes with that stack */
  public add(other: ITerraformDependable | undefined): void {
    if (other === undefined || this.added.has(other) || !isInStackOf(this.resource, other)) return;
    this.added.add(other);
    this.resource.dependsOn = [...(this.resource.dependsOn ?? []), dependable(other)];
  }
}
