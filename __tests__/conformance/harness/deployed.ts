import type { DeployedScope } from "./attributes";
import { type DeployedKey, readKeys } from "./keys";
import type { NamedPolicy, PolicyDocument } from "./policy-document";
import { everything, type Principal, roleSession, service, user } from "./principal";
import { References, type ResolvedResource, type SynthesizedStack } from "./references";
import { type DeployedResource, readBuckets, readQueues, readTopics } from "./resources";
import { type DeployedPolicy, type DeployedRole, readPolicies, readRoles } from "./roles";

interface DeployedOptions {
  /** @default "111122223333" */
  readonly account?: string;
  /** @default "eu-west-1" */
  readonly region?: string;
  /** @default - that of the region */
  readonly partition?: string;
  /** Policies that the stack names by ARN and does not contain: boundaries, attached policies. */
  readonly documents?: Readonly<Record<string, PolicyDocument>>;
  /** Values of expressions that only AWS or the user could know: `{ "var.team": "signs" }`. */
  readonly values?: Readonly<Record<string, string>>;
}

type ByName<T> = Readonly<Record<string, T>>;

/**
 * What AWS would hold after `terraform apply`, in plain values and without AWS.
 *
 * @param cdkTfJson content of `cdk.tf.json`; several when stacks share an account and meet in their policies
 */
export function deployedStack(
  cdkTfJson: object | string | readonly (object | string)[],
  options: DeployedOptions = {},
): DeployedStack {
  const contents = Array.isArray(cdkTfJson) ? (cdkTfJson as readonly (object | string)[]) : [cdkTfJson];
  const stacks = contents.map((content): SynthesizedStack => {
    return typeof content === "string" ? (JSON.parse(content) as SynthesizedStack) : content;
  });
  return new DeployedStack(stacks, options);
}

export class DeployedStack implements DeployedScope {
  public readonly account: string;
  public readonly region: string;
  public readonly partition: string;

  /** By role name. */
  public readonly roles: ByName<DeployedRole>;
  /** Customer managed policies by name. */
  public readonly policies: ByName<DeployedPolicy>;
  public readonly keys: readonly DeployedKey[];
  public readonly buckets: ByName<DeployedResource>;
  public readonly topics: ByName<DeployedResource>;
  public readonly queues: ByName<DeployedResource>;

  private readonly stacks: readonly References[];

  public constructor(stacks: readonly SynthesizedStack[], options: DeployedOptions) {
    this.account = options.account ?? "111122223333";
    this.region = options.region ?? "eu-west-1";
    this.partition = options.partition ?? partitionOf(this.region);
    this.stacks = stacks.map(
      (stack, index) => new References(`stack ${index + 1}`, stack, this, options.values ?? {}),
    );
    this.refuseWhatIsNotUnderstood();
    this.policies = readPolicies(this);
    this.roles = readRoles(this, options.documents ?? {});
    this.keys = readKeys(this);
    this.buckets = readBuckets(this);
    this.topics = readTopics(this);
    this.queues = readQueues(this);
  }

  public role(name: string): DeployedRole {
    return found("role", name, this.roles);
  }

  public bucket(name: string): DeployedResource {
    return found("bucket", name, this.buckets);
  }

  public topic(name: string): DeployedResource {
    return found("topic", name, this.topics);
  }

  public queue(name: string): DeployedResource {
    return found("queue", name, this.queues);
  }

  /** @param alias `alias/…` */
  public key(alias: string): DeployedKey {
    const keys = this.keys.flatMap((key) => key.aliases.map((name) => [name, key] as const));
    return found("key with the alias", alias, Object.fromEntries(keys));
  }

  /** A user of this account. */
  public user(name: string, ...policies: readonly PolicyDocument[]): Principal {
    return user({ stack: this, name, policies: numbered(policies) });
  }

  /** A role of this account that no stack made. */
  public anotherRole(name: string, ...policies: readonly PolicyDocument[]): Principal {
    return roleSession({ stack: this, name, policies: numbered(policies) });
  }

  /** An administrator of another account, whom only this account can hold back. */
  public outsider(account: string): Principal {
    const policies = [{ name: "everything", document: everything }];
    return roleSession({ stack: this, name: "Outsider", account, policies });
  }

  /** An AWS service in its own name: `s3.amazonaws.com`. */
  public service(name: string): Principal {
    return service(this, name);
  }

  /** Resources of one Terraform type, of all the stacks. */
  public resourcesOf(type: string): readonly ResolvedResource[] {
    return this.stacks.flatMap((stack) => stack.resourcesOf(type));
  }

  /** These decide who may do what and are not read: better to stop than to judge without them. */
  private refuseWhatIsNotUnderstood(): void {
    const types = [
      "aws_iam_policy_attachment",
      "aws_kms_grant",
      "aws_kms_external_key",
      "aws_kms_replica_key",
    ];
    const present = types.flatMap((type) => this.resourcesOf(type)).map((resource) => resource.address);
    if (present.length > 0) throw new Error(`The harness does not understand ${present.join(", ")}`);
  }
}

function numbered(policies: readonly PolicyDocument[]): readonly NamedPolicy[] {
  return policies.map((document, index) => ({ name: `policy ${index + 1}`, document }));
}

function found<T>(what: string, name: string, all: ByName<T>): T {
  const item = all[name];
  if (item !== undefined) return item;
  throw new Error(`The stack has no ${what} ${name}, only: ${Object.keys(all).join(", ") || "none"}`);
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
