import {
  DefaultTokenResolver,
  StringConcat,
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import {
  iamPolicyArn,
  iamRoleArn,
  lambdaFunctionArn,
  s3BucketArn,
  snsTopicArn,
  sqsQueueArn,
} from "../iam/arn";
import type { StackResource } from "../permissions/deployer/stack-resource";
import type { AwsScope } from "../scope/aws-scope";
import { statedScope } from "../scope/stack-scope";

type Inputs = Readonly<Record<string, unknown>>;
/** What a resource is called, from what its configuration says. */
type Computed = (resource: StackResource) => string | undefined;

const withName =
  (attribute: string, build: (scope: AwsScope, name: string) => string): Computed =>
  (resource) => {
    const name = resource.text(attribute);
    return name === undefined ? undefined : build(resource.scope, name);
  };
const withPath =
  (build: (scope: AwsScope, name: string, path?: string) => string): Computed =>
  (resource) => {
    const name = resource.text("name");
    return name === undefined ? undefined : build(resource.scope, name, resource.text("path"));
  };

/** Attributes that AWS makes up from a name. Any other attribute is what the configuration says. */
const computed: Readonly<Record<string, Readonly<Record<string, Computed>>>> = {
  aws_iam_group: { id: withName("name", (_, name) => name) },
  aws_iam_policy: { arn: withPath(iamPolicyArn), id: withPath(iamPolicyArn) },
  aws_iam_role: { arn: withPath(iamRoleArn), id: withName("name", (_, name) => name) },
  aws_iam_user: { id: withName("name", (_, name) => name) },
  aws_lambda_function: {
    arn: withName("function_name", lambdaFunctionArn),
    id: withName("function_name", (_, name) => name),
  },
  aws_s3_bucket: { arn: withName("bucket", s3BucketArn), id: withName("bucket", (_, name) => name) },
  aws_sns_topic: { arn: withName("name", snsTopicArn), id: withName("name", snsTopicArn) },
  // Nobody needs the address of the server, and the name of the queue ends its URL as it ends its ARN.
  aws_sqs_queue: {
    arn: withName("name", sqsQueueArn),
    id: withName("name", (_, name) => `queue/${name}`),
    url: withName("name", (_, name) => `queue/${name}`),
  },
};

const reference = /\$\{([a-z]\w*(?:\.[\w-]+){2,3})\}/g;

/**
 * The AWS resources and data sources of whole stacks, or of parts of them, in the order in which they were made.
 *
 * @param here where whoever deploys is: what a stack's own provider does not state is the same there
 */
export function stackResources(constructs: readonly IConstruct[], here: AwsScope): StackResource[] {
  const stacks = new Map<TerraformStack, StackReader>();
  const inside = new Set(constructs.flatMap((construct) => construct.node.findAll()));
  return [...inside].flatMap((child) => {
    if (!isFromAws(child)) return [];
    const stack = TerraformStack.of(child);
    const reader = stacks.get(stack) ?? new StackReader(stack, here);
    stacks.set(stack, reader);
    return [reader.resource(child)];
  });
}

type Read = TerraformResource | TerraformDataSource;

function isFromAws(child: IConstruct): child is Read {
  if (!TerraformResource.isTerraformResource(child) && !TerraformDataSource.isTerraformDataSource(child)) {
    return false;
  }
  return child.terraformResourceType.startsWith("aws_");
}

function typeOf(read: Read): string {
  const type = read.terraformResourceType;
  return TerraformDataSource.isTerraformDataSource(read) ? `data.${type}` : type;
}

class StackReader {
  private readonly scope: AwsScope;
  private readonly defaultTags: Readonly<Record<string, string>>;
  private readonly byAddress = new Map<string, Read>();
  private readonly read = new Map<Read, StackResource>();

  public constructor(
    private readonly stack: TerraformStack,
    here: AwsScope,
  ) {
    const stated = statedScope(stack);
    this.scope = {
      partition: stated.partition ?? here.partition,
      region: stated.region ?? here.region,
      account: stated.account ?? here.account,
    };
    const inside = stack.node.findAll();
    for (const child of inside) {
      if (isFromAws(child)) this.byAddress.set(addressOf(child), child);
    }
    this.defaultTags = this.tagsOfProvider(inside);
  }

  public resource(resource: Read): StackResource {
    const known = this.read.get(resource) ?? this.described(resource);
    this.read.set(resource, known);
    return known;
  }

  private described(resource: Read): StackResource {
    const inputs = resource as unknown as Inputs;
    // CDKTF's public getter for what the configuration gives, whatever the version of the provider.
    const input = (attribute: string) => this.plain(inputs[`${camelCase(attribute)}Input`]);
    const tags = input("tags");
    const region = this.known(input("region")) ?? this.regionOfProvider(inputs["provider"]);
    return {
      type: typeOf(resource),
      address: `${this.stack.node.id}: ${addressOf(resource)}`,
      scope: region === undefined ? this.scope : { ...this.scope, region },
      text: (attribute) => this.known(input(attribute)),
      texts: (attribute) => {
        const values = input(attribute);
        return Array.isArray(values) ? values.flatMap((value) => this.known(value) ?? []) : [];
      },
      has: (attribute) => ![undefined, null].includes(inputs[`${camelCase(attribute)}Input`] as undefined),
      flag: (attribute) => ![undefined, null, false].includes(input(attribute) as undefined),
      tags: { ...this.defaultTags, ...this.knownTexts(tags) },
    };
  }

  /** As Terraform will read it: references as `${…}`, everything else resolved. */
  private plain(value: unknown): unknown {
    if (!Token.isUnresolved(value)) return value;
    const resolver = new DefaultTokenResolver(new StringConcat());
    return Tokenization.resolve(value, { scope: this.stack, resolver, preparing: false }) as unknown;
  }

  /** A text with every reference replaced, or undefined if one of them leads to what only AWS will know. */
  private known(value: unknown): string | undefined {
    if (typeof value !== "string") return undefined;
    const text = value.replace(reference, (whole, path: string) => this.referredTo(path) ?? whole);
    return /\$\{(?!TfToken\[)/.test(text) ? undefined : text;
  }

  private referredTo(path: string): string | undefined {
    const parts = path.split(".");
    if (parts[0] === "data") return this.ofDataSource(parts[1] ?? "", parts[3] ?? "");
    const [type = "", id = "", attribute = ""] = parts;
    const resource = this.byAddress.get(`${type}.${id}`);
    if (resource === undefined) return undefined;
    const other = this.resource(resource);
    const rule = computed[type]?.[attribute];
    return rule === undefined ? other.text(attribute) : rule(other);
  }

  private ofDataSource(type: string, attribute: string): string | undefined {
    const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      aws_caller_identity: { account_id: this.scope.account, id: this.scope.account },
      aws_partition: { partition: this.scope.partition, id: this.scope.partition },
      aws_region: { id: this.scope.region, name: this.scope.region, region: this.scope.region },
    };
    return values[type]?.[attribute];
  }

  /** Resources may have another provider than the stack's first, for another region; from version 6 also a region of their own. */
  private regionOfProvider(provider: unknown): string | undefined {
    return this.known(this.plain((provider as Inputs | undefined)?.["regionInput"]));
  }

  private tagsOfProvider(inside: readonly IConstruct[]): Readonly<Record<string, string>> {
    const provider = inside.find(
      (child) => TerraformProvider.isTerraformProvider(child) && child.terraformResourceType === "aws",
    );
    const blocks = this.plain((provider as unknown as Inputs | undefined)?.["defaultTagsInput"]);
    const [block] = (Array.isArray(blocks) ? blocks : [blocks]) as readonly (
      { tags?: unknown } | undefined
    )[];
    return this.knownTexts(block?.tags);
  }

  private knownTexts(map: unknown): Readonly<Record<string, string>> {
    if (typeof map !== "object" || map === null) return {};
    const entries = Object.entries(this.plain(map) as object).map(([key, value]) => [key, this.known(value)]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, string>;
  }
}

function addressOf(read: Read): string {
  return `${typeOf(read)}.${read.friendlyUniqueId}`;
}

function camelCase(attribute: string): string {
  return attribute.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
