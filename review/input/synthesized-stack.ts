import { arnOf } from "./arn-of";
import type { PlanInput } from "./plan-input";
import {
  isObject,
  type AttributeSource,
  type Json,
  type JsonObject,
  type PlanResource,
  type Snapshot,
} from "./resource";
import { providerFacts, scopeOf, scopeOfResource, type ProviderFacts, type Scope } from "./scope";
import { table } from "../table";

/*
 * `cdk.tf.json` as CDKTF writes it. Policies of this project are literals but for data sources that AWS answers at plan
 * time; simple references are put in, and what no program can know here stays unknown and is told.
 */

type ByType = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

export function readSynthesized(
  stack: string,
  configuration: JsonObject,
  told: { readonly account?: string },
): PlanInput {
  const resources = new Resolver(stack, configuration, told).all();
  return { kind: "synthesized", stack, after: resources, notes: [] };
}

class Resolver {
  private readonly scope: Scope;
  private readonly resource: ByType;
  private readonly references = new Map<PlanResource, Map<string, string[]>>();
  private readonly underWay = new Set<string>();

  public constructor(
    private readonly stack: string,
    private readonly configuration: JsonObject,
    told: { readonly account?: string },
  ) {
    this.resource = (configuration["resource"] ?? {}) as ByType;
    this.scope = scopeOf([], providerOf(configuration), told);
  }

  public all(): Snapshot {
    const resources: PlanResource[] = [];
    for (const [mode, byType] of [
      ["managed", this.resource],
      ["data", (this.configuration["data"] ?? {}) as ByType],
    ] as const) {
      for (const [type, byName] of Object.entries(byType)) {
        for (const [name, values] of Object.entries(byName)) {
          resources.push(this.resolved(mode, type, name, values));
        }
      }
    }
    const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
    return {
      resources,
      sourceOf: (resource, attribute): AttributeSource => {
        const expressions = this.references.get(resource)?.get(attribute) ?? [];
        const named = expressions.flatMap((expression) => {
          const [, type, name] = /^(?:data\.)?(\w+)\.([\w-]+)/.exec(expression) ?? [];
          const address = `${expression.startsWith("data.") ? "data." : ""}${type}.${name}`;
          const found = byAddress.get(address);
          return found === undefined ? [] : [found];
        });
        return { resources: [...new Set(named)], expressions };
      },
    };
  }

  private resolved(mode: "managed" | "data", type: string, name: string, written: JsonObject): PlanResource {
    const values: Record<string, Json> = {};
    const unknown: Record<string, Json> = {};
    const sources = new Map<string, string[]>();
    for (const [attribute, value] of Object.entries(written)) {
      const missing: string[] = [];
      const inserted = this.inserted(value, missing, sources, attribute);
      if (missing.length > 0 && typeof inserted === "string") unknown[attribute] = true;
      else {
        values[attribute] = inserted;
        if (missing.length > 0) unknown[attribute] = [true];
      }
    }
    const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
    if (mode === "data" && type === "aws_caller_identity") {
      if (!this.scope.accountIsStandIn) values["account_id"] = this.scope.account;
    }
    if (mode === "data" && type === "aws_region") values["region"] = this.scope.region;
    if (mode === "data" && type === "aws_partition") values["partition"] = this.scope.partition;
    const resource: PlanResource = {
      stack: this.stack,
      address,
      type,
      mode,
      values,
      unknown,
      ...this.providerOf(written),
    };
    this.references.set(resource, sources);
    return resource;
  }

  /** Of a resource with another provider than the stack's: where that one works. */
  private providerOf({ provider }: JsonObject): Pick<PlanResource, "provider"> {
    const alias =
      typeof provider === "string" ? /^(?:\$\{)?aws\.([\w-]+)\}?$/.exec(provider)?.[1] : undefined;
    const block = providerBlocks(this.configuration).find((each) => each["alias"] === alias);
    return alias === undefined || block === undefined ? {} : { provider: factsOf(block) };
  }

  private inserted(value: Json, missing: string[], sources: Map<string, string[]>, attribute: string): Json {
    if (typeof value === "string") return this.insertedText(value, missing, sources, attribute);
    if (Array.isArray(value)) {
      return (value as readonly Json[]).map((item) => this.inserted(item, missing, sources, attribute));
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, this.inserted(item, missing, sources, attribute)]),
    );
  }

  private insertedText(
    value: string,
    missing: string[],
    sources: Map<string, string[]>,
    attribute: string,
  ): string {
    return value.replace(/\$\$\{|%%\{|\$\{([^{}]*)\}/g, (whole, expression: string | undefined) => {
      if (expression === undefined) return whole.slice(1);
      const known = this.valueOf(expression.trim());
      if (known !== undefined) return known;
      sources.set(attribute, [...new Set([...(sources.get(attribute) ?? []), expression.trim()])]);
      missing.push(expression);
      return whole;
    });
  }

  private valueOf(expression: string): string | undefined {
    const [, data, name, attribute] = /^(data\.)?(\w+\.[\w-]+)\.(\w+)$/.exec(expression) ?? [];
    if (name === undefined || attribute === undefined) return undefined;
    const [type = "", id = ""] = name.split(".");
    if (data !== undefined) {
      const asking = (this.configuration["data"] as ByType | undefined)?.[type]?.[id] ?? {};
      const scope = scopeOfResource({ values: asking, ...this.providerOf(asking) }, this.scope);
      if (type === "aws_partition" && attribute === "partition") return this.scope.partition;
      if (type === "aws_partition" && attribute === "dns_suffix") {
        return this.scope.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
      }
      if (type === "aws_caller_identity" && attribute === "account_id") return scope.account;
      // An existing key, looked up: as with a key of the stack, its address stands for its id.
      if (type === "aws_kms_key" && ["id", "key_id"].includes(attribute)) return `data.${name}`;
      if (type === "aws_kms_key" && attribute === "arn") {
        const { partition, region, account } = scope;
        return `arn:${partition}:kms:${region}:${account}:key/data.${name}`;
      }
      if (type === "aws_region" && ["region", "name", "id"].includes(attribute)) return scope.region;
      return undefined;
    }
    const values = this.resource[type]?.[id];
    if (values === undefined || this.underWay.has(expression)) return undefined;
    this.underWay.add(expression);
    try {
      const written = values[attribute];
      const missing: string[] = [];
      if (typeof written === "string") {
        const text = this.insertedText(written, missing, new Map(), attribute);
        return missing.length === 0 ? text : undefined;
      }
      if (attribute === "arn") {
        const plain = this.inserted(values, missing, new Map(), attribute);
        return arnOf(
          { type, address: name, values: plain as JsonObject, ...this.providerOf(values) },
          this.scope,
        );
      }
      if (attribute === "id") return this.valueOf(`${name}.${idAttribute[type] ?? ""}`);
      return undefined;
    } finally {
      this.underWay.delete(expression);
    }
  }
}

/** Resources whose id is one of their arguments. */
const idAttribute = table<string>({
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_iam_group: "name",
  aws_s3_bucket: "bucket",
  aws_sns_topic: "arn",
  aws_iam_policy: "arn",
  aws_lambda_function: "function_name",
  aws_ecr_repository: "name",
});

/** The stack's provider: the one without an alias, else the first. */
export function providerOf(configuration: JsonObject): ProviderFacts {
  const all = providerBlocks(configuration);
  return factsOf(all.find((each) => each["alias"] === undefined) ?? all[0] ?? {});
}

function providerBlocks(configuration: JsonObject): readonly JsonObject[] {
  const provider = configuration["provider"];
  const aws = isObject(provider) ? provider["aws"] : undefined;
  return (Array.isArray(aws) ? (aws as readonly Json[]) : [aws]).filter(isObject);
}

function factsOf({ region, allowed_account_ids: accounts, assume_role: assumed }: JsonObject): ProviderFacts {
  const role = Array.isArray(assumed) ? (assumed as readonly Json[])[0] : assumed;
  return providerFacts(region, accounts, isObject(role) ? role["role_arn"] : undefined);
}
