import { dependable, type ITerraformDependable, type TerraformResource } from "cdktf";

/** Makes a resource wait for the principals that its policy names: AWS refuses a policy that names somebody unknown. */
export class PrincipalsFirst {
  private readonly principals = new Set<ITerraformDependable>();

  public constructor(private readonly resource: TerraformResource) {}

  /** @param principal undefined if it exists already */
  public add(principal: ITerraformDependable | undefined): void {
    if (principal === undefined || this.principals.has(principal)) return;
    this.principals.add(principal);
    this.resource.dependsOn = [...(this.resource.dependsOn ?? []), dependable(principal)];
  }
}
