import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { AwsScope } from "./aws-scope";
import { partitionOfRegion } from "../rules/partitions";

/**
 * The partition, region and account of the stack that a construct stands in.
 *
 * What the stack's AWS provider states literally is used as it is: its `region`, and its `allowedAccountIds` when it
 * names exactly one account. Everything else comes from the data sources `aws_partition`, `aws_region` and
 * `aws_caller_identity`, one of each in a stack. Terraform reads these while it plans, so that ARNs made of them
 * are known in the first plan.
 *
 * A provider that is added to the stack after its constructs is not seen: the data sources answer then.
 */
export class StackScope implements AwsScope {
  private static readonly ofStack = new WeakMap<TerraformStack, StackScope>();

  /** The one scope of the stack that `construct` stands in. */
  public static of(construct: IConstruct): StackScope {
    const stack = TerraformStack.of(construct);
    const known = this.ofStack.get(stack) ?? new StackScope(stack);
    this.ofStack.set(stack, known);
    return known;
  }

  /** What the provider states literally; asking for it adds no data source. */
  public readonly stated: Partial<AwsScope>;
  private readonly read: { partition?: string; region?: string; account?: string } = {};

  private constructor(private readonly stack: TerraformStack) {
    this.stated = statedScope(stack);
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
      this.stated.partition ?? new DataAwsPartition(this.stack, "GroundTruthPartition").partition);
  }

  public get region(): string {
    // `id` is the region's name in provider 5 and 6 alike; `name` is deprecated in 6 and `region` is missing in 5.
    return (this.read.region ??= this.stated.region ?? new DataAwsRegion(this.stack, "GroundTruthRegion").id);
  }

  public get account(): string {
    return (this.read.account ??=
      this.stated.account ?? new DataAwsCallerIdentity(this.stack, "GroundTruthCallerIdentity").accountId);
  }
}

/** What the stack's default AWS provider says in plain text. */
export function statedScope(stack: Construct): Partial<AwsScope> {
  const provider = stack.node
    .findAll()
    .find((child) => TerraformProvider.isTerraformProvider(child) && isDefaultAws(child));
  if (provider === undefined) return {};
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

function isDefaultAws(provider: TerraformProvider): boolean {
  return provider.terraformResourceType === "aws" && provider.alias === undefined;
}
