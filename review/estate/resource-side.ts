import { unseenPolicy, type Policy } from "../../lib/access/policy";
import {
  blocks,
  isObject,
  isUnknown,
  text,
  texts,
  type Json,
  type JsonObject,
  type PlanResource,
  type Snapshot,
} from "../input/resource";
import { scopeOfResource, type Scope } from "../input/scope";
import { ownPolicy, type Carried } from "./carried";
import { parsed, policyOf } from "./document-source";
import type { EstateResource, PlacedPolicy, Unseen } from "./estate";
import type { Link, Links } from "./links";
import { policyCarriers, readElsewhere, resourceKinds } from "./resource-kinds";

interface Growing extends Omit<EstateResource, "policies" | "aliases" | "name"> {
  name: string;
  readonly policies: PlacedPolicy[];
  readonly aliases: string[];
}

/** Resources of one stack at one moment, each with all that says who may use it. */
export class ResourceSide {
  public readonly unseen: Unseen[] = [];
  private readonly byArn = new Map<string, Growing>();

  public constructor(
    private readonly snapshot: Snapshot,
    private readonly scope: Scope,
    private readonly links: Links,
    private readonly stack: string,
    private readonly carried: Carried,
    private readonly named: (address: string, attribute?: string) => string,
  ) {
    const managed = snapshot.resources.filter(({ mode }) => mode === "managed");
    for (const resource of managed) {
      if (Object.hasOwn(resourceKinds, resource.type)) this.made(resource);
    }
    for (const resource of managed) this.read(resource);
    for (const resource of managed) if (resource.type === "aws_kms_alias") this.alias(resource);
    this.defaultKeyPolicies();
  }

  public all(): readonly EstateResource[] {
    return [...this.byArn.values()];
  }

  private made(resource: PlanResource): Growing {
    const { type, address } = resource;
    const arn = this.links.arn(resource) ?? `${this.scope.standInPrefix ?? ""}${address}`;
    const known = this.byArn.get(arn);
    if (known !== undefined) return known;
    const made: Growing = {
      kind: resourceKinds[type] ?? "other",
      arn,
      name: nameOf(resource),
      type,
      stack: this.stack,
      address,
      made: true,
      account: this.accountOf(arn, resource),
      policies: [],
      aliases: [],
    };
    this.byArn.set(arn, made);
    return made;
  }

  private read(resource: PlanResource): void {
    const { type } = resource;
    const carrier = policyCarriers[type];
    if (carrier !== undefined) {
      if (carrier.of === undefined && this.carried.has(ownPolicy(resource.address))) return;
      const policy = policyOf(this.snapshot, resource, carrier.document, this.named(resource.address));
      if (policy === undefined) return;
      const target =
        carrier.of === undefined
          ? this.made(resource)
          : this.target(
              resource,
              this.links.follow(resource, carrier.of, carrier.types ?? []),
              carrier.types?.[0],
            );
      target?.policies.push(this.placed(policy, resource, carrier.document));
    } else if (type === "aws_lambda_permission") this.functionPermission(resource);
    else if (type === "aws_lambda_function_url") this.functionUrl(resource);
    else if (type === "aws_kms_grant") this.grant(resource);
    else if (!readElsewhere.has(type)) this.anyOther(resource);
  }

  private functionPermission(resource: PlanResource): void {
    const { values } = resource;
    const service = text(resource, "principal");
    const statement = {
      Sid: text(resource, "statement_id") ?? "Permission",
      Effect: "Allow",
      Principal:
        service === undefined
          ? undefined
          : service === "*"
            ? "*"
            : service.includes(".")
              ? { Service: service }
              : { AWS: service },
      Action: text(resource, "action"),
      Resource: "*",
      Condition: conditionsOf({
        ArnLike: { "aws:SourceArn": values["source_arn"] },
        StringEquals: {
          "aws:SourceAccount": values["source_account"],
          "aws:PrincipalOrgID": values["principal_org_id"],
          "lambda:FunctionUrlAuthType": values["function_url_auth_type"],
          "lambda:EventSourceToken": values["event_source_token"],
        },
      }),
    };
    const name = this.named(resource.address);
    const hidden = ["principal", "action", "source_arn", "source_account", "principal_org_id"].filter(
      (attribute) => isUnknown(resource, attribute),
    );
    const policy =
      hidden.length > 0
        ? unseenPolicy(
            name,
            `known after the apply: ${hidden.map((each) => this.hint(resource, each)).join(", ")}`,
          )
        : parsed(name, { Statement: [statement] });
    const link = this.links.follow(resource, "function_name", ["aws_lambda_function"]);
    this.target(resource, link, "aws_lambda_function")?.policies.push(
      this.placed(policy, resource, "statement_id"),
    );
  }

  /** Without sign-in AWS itself adds the statement that lets everybody call. */
  private functionUrl(resource: PlanResource): void {
    if (isUnknown(resource, "authorization_type")) {
      this.cannotTell(
        resource,
        `who may call it is known after the apply: ${this.hint(resource, "authorization_type")}`,
      );
      return;
    }
    if (text(resource, "authorization_type") !== "NONE") return;
    const link = this.links.follow(resource, "function_name", ["aws_lambda_function"]);
    const policy = parsed(this.named(resource.address), {
      Statement: [
        {
          Sid: "FunctionURLAllowPublicAccess",
          Effect: "Allow",
          Principal: "*",
          Action: "lambda:InvokeFunctionUrl",
          Resource: "*",
          Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
        },
      ],
    });
    this.target(resource, link, "aws_lambda_function")?.policies.push(
      this.placed(policy, resource, "authorization_type"),
    );
  }

  /** A grant is a statement of the key, written in another way. */
  private grant(resource: PlanResource): void {
    const name = this.named(resource.address);
    const grantee = text(resource, "grantee_principal");
    const context = blocks(resource, "constraints")[0] ?? {};
    const equals = isObject(context["encryption_context_equals"]) ? context["encryption_context_equals"] : {};
    const subset = isObject(context["encryption_context_subset"]) ? context["encryption_context_subset"] : {};
    const pairs = Object.entries({ ...equals, ...subset }).map(([key, value]) => [
      `kms:EncryptionContext:${key}`,
      value,
    ]);
    // "Equals" means these pairs and no others, "subset" these among others.
    const onlyThese = Object.keys(equals);
    const policy =
      grantee === undefined
        ? unseenPolicy(name, `known after the apply: ${this.hint(resource, "grantee_principal")}`)
        : parsed(name, {
            Statement: [
              {
                Sid: text(resource, "name") ?? "Grant",
                Effect: "Allow",
                Principal: grantee.endsWith(".amazonaws.com") ? { Service: grantee } : { AWS: grantee },
                Action: texts(resource, "operations").map((operation) => `kms:${operation}`),
                Resource: "*",
                ...(pairs.length > 0 && {
                  Condition: {
                    StringEquals: Object.fromEntries(pairs) as JsonObject,
                    ...(onlyThese.length > 0 && {
                      "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": onlyThese },
                    }),
                  },
                }),
              },
            ],
          });
    const link = this.links.follow(resource, "key_id", [
      "aws_kms_key",
      "aws_kms_external_key",
      "aws_kms_replica_key",
    ]);
    this.target(resource, link, "aws_kms_key")?.policies.push(this.placed(policy, resource, "operations"));
  }

  /** People know a key by its alias. */
  private alias(resource: PlanResource): void {
    const name = text(resource, "name");
    const link = this.links.follow(resource, "target_key_id", [
      "aws_kms_key",
      "aws_kms_external_key",
      "aws_kms_replica_key",
    ]);
    const key = link.resource && this.byArn.get(this.links.arn(link.resource) ?? "");
    if (name === undefined || key === undefined) return;
    key.aliases.push(name);
    key.name = key.aliases[0]!;
  }

  /** A policy in a resource that this review has no table line for is read all the same, never left out. */
  private anyOther(resource: PlanResource): void {
    for (const [attribute, value] of Object.entries(resource.values)) {
      documentsIn(value).forEach((document, index) => {
        const place = index === 0 ? undefined : `${attribute} ${index + 1}`;
        const policy = parsed(this.named(resource.address, place), document);
        const hasPrincipals = policy.statements.some(({ principal }) => principal !== undefined);
        if (hasPrincipals || policy.unseen !== undefined) {
          this.made(resource).policies.push(this.placed(policy, resource, attribute));
        } else {
          this.cannotTell(
            resource,
            `its ${attribute} holds a policy without principals, and the review does not know whom ${resource.type} gives it to`,
          );
        }
      });
    }
    for (const attribute of Object.keys(resource.unknown)) {
      if (!/(^|_)(policy|policies)(_document|_json|_text)?$/.test(attribute)) continue;
      // What nobody configured AWS fills in.
      if (!isUnknown(resource, attribute)) continue;
      if (this.snapshot.sourceOf(resource, attribute).expressions.length === 0) continue;
      this.cannotTell(resource, `it is known after the apply: ${this.hint(resource, attribute)}`);
    }
  }

  private cannotTell({ address }: PlanResource, why: string): void {
    this.unseen.push({ about: address, stack: this.stack, givesRights: true, why });
  }

  private target(from: PlanResource, link: Link, type = from.type): Growing | undefined {
    if (link.resource !== undefined) return this.made(link.resource);
    if (link.written === undefined) {
      this.unseen.push({
        about: from.address,
        stack: this.stack,
        givesRights: true,
        why: `it is not known which resource its policy is for: ${link.why}`,
      });
      return undefined;
    }
    const arn = link.written.startsWith("arn:")
      ? link.written
      : (this.arnByName(from, type, link.written) ?? link.written);
    const known = this.byArn.get(arn);
    if (known !== undefined) return known;
    const existing: Growing = {
      kind: resourceKinds[type] ?? "other",
      arn,
      name: link.written,
      type,
      stack: this.stack,
      address: from.address,
      made: false,
      account: this.accountOf(arn, from),
      policies: [],
      aliases: [],
    };
    this.byArn.set(arn, existing);
    return existing;
  }

  private arnByName(from: PlanResource, type: string, name: string): string | undefined {
    const { partition, region, account } = scopeOfResource(from, this.scope);
    const [, queueRegion, queueAccount, queue] =
      /^https:\/\/sqs\.([\w-]+)\.[^/]+\/(\d{12})\/(.+)$/.exec(name) ?? [];
    if (queue !== undefined) return `arn:${partition}:sqs:${queueRegion}:${queueAccount}:${queue}`;
    if (type === "aws_s3_bucket") return `arn:${partition}:s3:::${name}`;
    if (type === "aws_lambda_function")
      return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
    if (type === "aws_ecr_repository") return `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
    if (type === "aws_kms_key") return `arn:${partition}:kms:${region}:${account}:key/${name}`;
    return undefined;
  }

  /** AWS gives a key without a policy the one that opens it to its account. */
  private defaultKeyPolicies(): void {
    for (const key of this.byArn.values()) {
      if (key.kind !== "key" || !key.made || key.policies.length > 0) continue;
      const root = `arn:${this.scope.partition}:iam::${key.account}:root`;
      const policy = parsed(`${this.named(key.address)} (AWS's default)`, {
        Statement: [
          {
            Sid: "EnableIAMUserPermissions",
            Effect: "Allow",
            Principal: { AWS: root },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      });
      key.policies.push({ policy, place: { stack: this.stack, address: key.address, attribute: "policy" } });
    }
  }

  private hint(resource: PlanResource, attribute: string): string {
    const { expressions } = this.snapshot.sourceOf(resource, attribute);
    return expressions.length === 0 ? attribute : `${attribute} (${expressions.join(", ")})`;
  }

  private accountOf(arn: string, from: PlanResource): string {
    const inArn = arn.split(":")[4] ?? "";
    return /^\d{12}$/.test(inArn) ? inArn : scopeOfResource(from, this.scope).account;
  }

  private placed(policy: Policy, { address }: PlanResource, attribute: string): PlacedPolicy {
    return { policy, place: { stack: this.stack, address, attribute } };
  }
}

function nameOf(resource: PlanResource): string {
  for (const attribute of ["bucket", "name", "function_name", "domain_name", "identifier"]) {
    const value = text(resource, attribute);
    if (value !== undefined) return value;
  }
  const prefix = text(resource, "bucket_prefix") ?? text(resource, "name_prefix");
  if (prefix !== undefined) return `${prefix}*`;
  const description = text(resource, "description");
  return resource.type.startsWith("aws_kms_") && description !== undefined && description.length <= 40
    ? description
    : resource.address.replace(/^.*?(\w+\.[\w-]+(?:\[.*\])?)$/, "$1");
}

/** Texts of policies, at any depth of a value. */
function documentsIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") {
    const isPolicy = /^\s*\{/.test(value) && /"Statement"/i.test(value) && /"Effect"/i.test(value);
    return isPolicy ? [value] : [];
  }
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(documentsIn);
  return isObject(value) ? Object.values(value).flatMap(documentsIn) : [];
}

/** Conditions without those that were not set. */
function conditionsOf(
  written: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): object | undefined {
  const kept = Object.entries(written).flatMap(([operator, keys]) => {
    const set = Object.entries(keys).filter(([, value]) => typeof value === "string" && value !== "");
    return set.length === 0 ? [] : [[operator, Object.fromEntries(set)] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
