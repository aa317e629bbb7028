import { dependable, type ITerraformDependable, type TerraformResource } from "cdktf";

/** Makes a resource wait for what AWS must know before it accepts it: principals that its policy names, topics it tells. */
export class Prerequisites {
  private readonly added = new Set<ITerraformDependable>();

  public constructor(private readonly resource: TerraformResource) {}

  /** @param other undefined if it exists already */
  public add(other: ITerraformDependable | undefined): void {
    if (other === undefined || this.added.has(other)) return;
    this.added.add(other);
    this.resource.dependsOn = [...(this.resource.dependsOn ?? []), dependable(other)];
  }
}
