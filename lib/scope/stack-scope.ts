import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { watchNames } from "./one-of-a-name";
import { checkCalls } from "../validation/check-input";
import { Problems } from "../validation/problems";
import type { AwsScope } from "./aws-scope";
import { partitionOfRegion } from "../rules/partitions";
import { isFromAws, ProviderScope } from "./provider-scope";

/**
 * The partition, region and account of the stack that a construct stands in.
 *
 * What the stack's AWS provider states literally is used as it is: its `region`, and its `allowedAccountIds` when it
 * names exactly one account. Everything else comes from the data sources `aws_partition`, `aws_region` and
 * `aws_caller_identity`, one of each in a stack. Terraform reads these while it plans, so that ARNs made of them
 * are known in the first plan.
 *
 * The provider is that of the `ProviderScope` around the construct, else the stack's default one. A provider that is added
 * to the stack after its constructs is not seen: the data sources answer then.
 */
export class StackScope implements AwsScope {
  private static readonly ofHolder = new WeakMap<IConstruct, StackScope>();
  private static readonly ofAsking = new WeakMap<IConstruct, StackScope>();

  /**
   * The one scope of the stack, or of the `ProviderScope`, that `construct` stands in.
   *
   * @throws InvalidInputError when the stack has AWS providers with an alias only, and no `ProviderScope` says which
   */
  public static of(construct: IConstruct): StackScope {
    const asked = this.ofAsking.get(construct);
    if (asked !== undefined) return asked;
    const stack = TerraformStack.of(construct);
    const chosen = ProviderScope.find(construct);
    const holder = chosen ?? stack;
    const known = this.ofHolder.get(holder) ?? new StackScope(stack, chosen);
    this.ofHolder.set(holder, known);
    this.ofAsking.set(construct, known);
    known.asking.add(construct);
    return known;
  }

  /** What the provider states literally; asking for it adds no data source. */
  public readonly stated: Partial<AwsScope>;
  private readonly read: { partition?: string; region?: string; account?: string } = {};
  private readonly asking = new Set<IConstruct>();

  private constructor(
    private readonly stack: TerraformStack,
    private readonly chosen: ProviderScope | undefined,
  ) {
    checkIsClear(stack, chosen);
    this.stated = chosen === undefined ? statedScope(stack) : statedBy(chosen.provider);
    stack.node.addValidation({ validate: () => this.strangers() });
    watchNames(stack, ({ provider }) => (provider === undefined ? statedScope(stack) : statedBy(provider)));
  }

  /**
   * A text with the partition, region and account of this stack, as a resource of another stack can say it: Terraform reads
   * what is not literal in each stack anew. Both stacks are taken to be in one account and region.
   */
  public toldIn(other: StackScope, text: string): string {
    return (["partition", "region", "account"] as const).reduce((told, part) => {
      const token = this.stated[part] === undefined ? this.read[part] : undefined;
      return token === undefined || !told.includes(token) ? told : told.replaceAll(token, other[part]);
    }, text);
  }

  public get partition(): string {
    return (this.read.partition ??=
      this.stated.partition ??
      new DataAwsPartition(this.holder, "GroundTruthPartition", this.source).partition);
  }

  public get region(): string {
    // `id` is the region's name in provider 5 and 6 alike; `name` is deprecated in 6 and `region` is missing in 5.
    return (this.read.region ??=
      this.stated.region ?? new DataAwsRegion(this.holder, "GroundTruthRegion", this.source).id);
  }

  public get account(): string {
    return (this.read.account ??=
      this.stated.account ??
      new DataAwsCallerIdentity(this.holder, "GroundTruthCallerIdentity", this.source).accountId);
  }

  private get holder(): Construct {
    return this.chosen ?? this.stack;
  }

  private get source(): { readonly provider?: TerraformProvider } {
    return this.chosen === undefined ? {} : { provider: this.chosen.provider };
  }

  /** Resources that were given another provider than the policies around them are written for. */
  private strangers(): string[] {
    if (awsProviders(this.stack).length < 2) return [];
    const here = this.chosen?.provider ?? awsProviders(this.stack).find(isDefault);
    const elements = new Set([...this.asking].flatMap((construct) => construct.node.findAll()));
    return [...elements]
      .filter((node) => isFromAws(node) && ProviderScope.find(node) === this.chosen)
      .flatMap((node) => {
        const { provider } = node as { provider?: TerraformProvider };
        if (provider === undefined || provider === here) return [];
        return [
          `${node.node.path}: is made with the provider "${nameOf(provider)}", and the policies around it are written for ` +
            `${here === undefined ? "the default provider" : `"${nameOf(here)}"`}: ${remedy}`,
        ];
      });
  }
}

const remedy =
  "put the construct into a ProviderScope with the provider that it is for, `new ProviderScope(this, id, { provider })`";

function checkIsClear(stack: TerraformStack, chosen: ProviderScope | undefined): void {
  const providers = awsProviders(stack);
  if (chosen !== undefined || providers.length === 0 || providers.some(isDefault)) return;
  const problems = new Problems(() => `What stands in the stack "${stack.node.path}"`);
  const aliases = providers.map(({ alias }) => alias).join(", ");
  problems.add("provider", `the stack has AWS providers with an alias only (${aliases}); ${remedy}`);
  problems.throwIfAny();
}

/** What the stack's default AWS provider says in plain text. */
export function statedScope(stack: Construct): Partial<AwsScope> {
  const provider = awsProviders(stack).find(isDefault);
  return provider === undefined ? {} : statedBy(provider);
}

function statedBy(provider: TerraformProvider): Partial<AwsScope> {
  const { regionInput: region, allowedAccountIdsInput: accounts } = provider as unknown as {
    regionInput?: AwsProviderConfig["region"];
    allowedAccountIdsInput?: AwsProviderConfig["allowedAccountIds"];
  };
  const literal: { -readonly [key in keyof AwsScope]?: string } = {};
  if (region !== undefined && !Token.isUnresolved(region)) {
    literal.region = region;
    literal.partition = partitionOfRegion(region);
  }
  if (accounts?.length === 1 && !Token.isUnresolved(accounts) && !Token.isUnresolved(accounts[0])) {
    literal.account = accounts[0];
  }
  return literal;
}

function awsProviders(stack: Construct): TerraformProvider[] {
  const providers = stack.node.findAll().filter((node) => TerraformProvider.isTerraformProvider(node));
  return providers.filter(({ terraformResourceType: type }) => type === "aws");
}

function isDefault({ alias }: TerraformProvider): boolean {
  return alias === undefined;
}

function nameOf({ alias, terraformResourceType }: TerraformProvider): string {
  return alias === undefined ? terraformResourceType : `${terraformResourceType}.${alias}`;
}

checkCalls(StackScope, "StackScope");
