import { Aspects, TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";

/** Which of the stack's AWS providers is meant. */
export interface ProviderScopeProps {
  /** A provider of the AWS provider package, of the same stack. */
  readonly provider: TerraformProvider;
}

/**
 * Everything below it is for one AWS provider of the stack: made with it, in its region and its account.
 *
 * A stack with several AWS providers needs one for each that is not the default one. Region, account and partition in
 * policies are then those of the provider; resources that are given another provider all the same are refused at synth.
 */
export class ProviderScope extends Construct {
  /** The provider of the nearest scope that `construct` stands in. @returns undefined: the stack's default one */
  public static find(construct: IConstruct): ProviderScope | undefined {
    for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
      if (mark in scope) return scope as unknown as ProviderScope;
    }
    return undefined;
  }

  /** The provider that everything in this scope is made with. */
  public readonly provider: TerraformProvider;

  /** @throws InvalidInputError when `provider` is no AWS provider */
  public constructor(scope: Construct, id: string, props: ProviderScopeProps) {
    checkInput("ProviderScope", scope, id, props);
    super(scope, id);
    // Not by its class: several copies of the package may be installed.
    Object.defineProperty(this, mark, { value: true });
    const { provider } = props;
    const problems = new Problems(() => `ProviderScope "${this.node.path}"`);
    if ((provider as Partial<TerraformProvider> | null)?.terraformResourceType !== "aws") {
      problems.add("provider", "an AwsProvider of the stack is needed");
    }
    problems.throwIfAny();
    this.provider = provider;
    Aspects.of(this).add({
      visit: (node) => {
        if (isFromAws(node) && ProviderScope.find(node) === this) node.provider ??= this.provider;
      },
    });
  }
}

/** A resource or data source of the AWS provider. */
export function isFromAws(node: IConstruct): node is TerraformResource | TerraformDataSource {
  return (
    (TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node)) &&
    node.terraformResourceType.startsWith("aws_")
  );
}

const mark = Symbol.for("cdktf-ground-truth/ProviderScope");
