import {
  computedAttributes,
  dnsSuffix,
  inventedKeyId,
  type ConfiguredResource,
  type DeployedScope,
} from "./attributes";
import { interpolated } from "./interpolation";

type Configuration = Readonly<Record<string, unknown>>;
type ByType = Readonly<Record<string, Readonly<Record<string, Configuration>>>>;

/** What CDKTF writes to `cdk.tf.json`, as far as it matters here. */
export interface SynthesizedStack {
  readonly resource?: ByType;
  readonly data?: ByType;
  readonly provider?: {
    readonly aws?: readonly {
      readonly default_tags?: readonly { readonly tags?: Readonly<Record<string, string>> }[];
    }[];
  };
}

/** A resource of the stack whose attributes can be read as plain values. */
export interface ResolvedResource extends ConfiguredResource {
  readonly configuration: Configuration;
  /** Those of the provider among them. Values that only Terraform knows stay as they are written. */
  readonly tags: Readonly<Record<string, string>>;
  optionalText(attribute: string): string | undefined;
  /** A configured or computed attribute. */
  attribute(name: string): string;
  /** Resolves a text that stands somewhere inside of the configuration. */
  resolve(text: string, at: string): string;
}

/**
 * Turns the references of a synthesized stack into plain values.
 * It resolves what is asked for and nothing else: an alarm's formula needs no value to know what a role may do.
 */
export class References {
  private readonly underWay = new Set<string>();

  /**
   * @param stackName tells the stack from the others of the account
   * @param values values of expressions that only AWS or the user could know: `{ "var.team": "signs" }`
   */
  public constructor(
    private readonly stackName: string,
    private readonly stack: SynthesizedStack,
    private readonly scope: DeployedScope,
    private readonly values: Readonly<Record<string, string>>,
  ) {}

  public resourcesOf(type: string): readonly ResolvedResource[] {
    return Object.entries(this.stack.resource?.[type] ?? {}).map(([id, configuration]) =>
      this.resolvedResource(type, id, configuration),
    );
  }

  private resolvedResource(type: string, id: string, configuration: Configuration): ResolvedResource {
    const address = `${type}.${id}`;
    const has = (attribute: string) =>
      configuration[attribute] !== undefined && configuration[attribute] !== null;
    const resolve = (text: string, at: string) => this.resolve(text, `${address}.${at}`);
    const text = (attribute: string): string => {
      const value = configuration[attribute];
      if (typeof value !== "string") {
        throw new Error(
          `${address}.${attribute} is needed as plain text, but is ${JSON.stringify(value) ?? "not set"}`,
        );
      }
      return resolve(value, attribute);
    };
    const resource: ResolvedResource = {
      address,
      configuration,
      tags: { ...this.defaultTags, ...(configuration["tags"] as Record<string, string> | undefined) },
      scope: this.scope,
      stackName: this.stackName,
      has,
      text,
      resolve,
      optionalText: (attribute) => (has(attribute) ? text(attribute) : undefined),
      attribute: (name) => {
        const computed = computedAttributes[type]?.[name];
        return computed === undefined ? text(name) : computed(resource);
      },
    };
    return resource;
  }

  private resolve(text: string, where: string): string {
    return interpolated(text, (expression) => this.valueOf(expression, where), where);
  }

  private valueOf(expression: string, where: string): string {
    if (this.underWay.has(expression)) throw unresolvable(expression, where, "it refers to itself");
    this.underWay.add(expression);
    try {
      return (
        this.values[expression] ?? this.fromData(expression, where) ?? this.fromResource(expression, where)
      );
    } finally {
      this.underWay.delete(expression);
    }
  }

  private fromData(expression: string, where: string): string | undefined {
    const [, type, id, attribute] = /^data\.(\w+)\.([\w-]+)\.(\w+)$/.exec(expression) ?? [];
    if (type === undefined || id === undefined || attribute === undefined) return undefined;
    if (this.stack.data?.[type]?.[id] === undefined) {
      throw unresolvable(expression, where, "the stack has no such data source");
    }
    const value =
      type === "aws_kms_key" ? this.existingKey(id, attribute) : this.dataSources[type]?.[attribute];
    if (value === undefined) throw unresolvable(expression, where, "give its value in options.values");
    return value;
  }

  private fromResource(expression: string, where: string): string {
    const [, type, id, attribute] = /^(\w+)\.([\w-]+)\.(\w+)$/.exec(expression) ?? [];
    if (type === undefined || id === undefined || attribute === undefined) {
      throw unresolvable(expression, where, "it is not a plain reference; give its value in options.values");
    }
    const configuration = this.stack.resource?.[type]?.[id];
    if (configuration === undefined) throw unresolvable(expression, where, "the stack has no such resource");
    const resource = this.resolvedResource(type, id, configuration);
    if (computedAttributes[type]?.[attribute] === undefined && !resource.has(attribute)) {
      throw unresolvable(expression, where, `nothing is known of the attribute ${attribute}`);
    }
    return resource.attribute(attribute);
  }

  /** Which key carries an alias is nobody's business but AWS's: one that no stack of the account made. */
  private existingKey(id: string, attribute: string): string | undefined {
    const { key_id: alias } = this.stack.data?.["aws_kms_key"]?.[id] ?? {};
    const { partition, region, account } = this.scope;
    const keyId = inventedKeyId(String(alias));
    const values: Readonly<Record<string, string>> = {
      id: keyId,
      key_id: String(alias),
      arn: `arn:${partition}:kms:${region}:${account}:key/${keyId}`,
    };
    return values[attribute];
  }

  private get defaultTags(): Readonly<Record<string, string>> {
    return Object.assign(
      {},
      ...(this.stack.provider?.aws ?? []).flatMap(({ default_tags = [] }) =>
        default_tags.map(({ tags }) => tags ?? {}),
      ),
    ) as Record<string, string>;
  }

  private get dataSources(): Readonly<Record<string, Readonly<Record<string, string>>>> {
    const { account, region, partition } = this.scope;
    return {
      aws_partition: { partition, id: partition, dns_suffix: dnsSuffix(partition) },
      aws_caller_identity: { account_id: account, id: account },
      aws_region: { id: region, name: region, region },
    };
  }
}

function unresolvable(expression: string, where: string, why: string): Error {
  return new Error(`\${${expression}} in ${where} cannot be resolved: ${why}`);
}
