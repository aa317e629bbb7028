import { userAgentOf } from "../../local/terraform";
import type { SentRequest } from "./recording-proxy";
import { account } from "../account";

/** A permission that AWS would have asked for, in plain values of the account 111122223333. */
export interface RecordedCall {
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the request carries. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Requests that need no right of a deployer's, each with the reason. */
const withoutRight: Readonly<Record<string, string>> = {
  "iam:GetUser": "the provider asks for its account so only where it was told to skip sts:GetCallerIdentity",
  "sts:AssumeRole": "how the emulator is told which account it plays",
  "sts:GetCallerIdentity": "needs no permission, and no policy can take it away",
};

/** What an `iam:PassRole` on the role named in a request is judged by. */
const lambdaService = "lambda.amazonaws.com";

/** One line of a recording that is kept: `sqs:CreateQueue arn:aws:sqs:… {"key":"value"}`. */
export function lineOf({ action, resource, context }: RecordedCall): string {
  if (context === undefined) return `${action} ${resource}`;
  // The provider sends tags in no order.
  const sorted = Object.fromEntries(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${action} ${resource} ${JSON.stringify(sorted)}`;
}

export function callOf(line: string): RecordedCall {
  const [, action = "", resource = "", context] = /^(\S+) (\S+)(?: (\{.*\}))?$/.exec(line) ?? [];
  if (context === undefined) return { action, resource };
  return { action, resource, context: JSON.parse(context) as Record<string, string> };
}

interface Request {
  readonly service: string;
  readonly region: string;
  /** `CreateRole`; of REST services the method. */
  readonly operation: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly form: URLSearchParams;
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * What a stack asked of the emulator, without repetitions, in alphabetical order.
 *
 * @throws when somebody has not yet said what right a request needs
 */
export function recordedCalls(sent: readonly SentRequest[], stackName: string): RecordedCall[] {
  const requests = sent
    .filter(({ headers }) => headers["user-agent"]?.split(" ").includes(userAgentOf(stackName)) ?? false)
    .map(requestOf);
  const rights = new Rights(requests);
  const calls = requests.flatMap((request) => rights.of(request));
  return [...new Set(calls.map(lineOf))].sort().map(callOf);
}

function requestOf({ method, url: target, headers, body }: SentRequest): Request {
  const [, region = "", service = ""] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers["authorization"] ?? "") ?? [];
  const url = new URL(target, "http://127.0.0.1");
  const isForm = (headers["content-type"] ?? "").includes("x-www-form-urlencoded");
  const form = new URLSearchParams(isForm ? body : "");
  const operation = headers["x-amz-target"]?.split(".").at(-1);
  return {
    service,
    region,
    operation: operation ?? form.get("Action") ?? method,
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers,
    body,
    form,
    json: body.startsWith("{") ? (JSON.parse(body) as Record<string, unknown>) : {},
  };
}

/** Which rights each request needs. What one request says of a resource is remembered for those that follow. */
class Rights {
  private readonly paths = new Map<string, string>();
  /** Alias by the id of its key. */
  private readonly aliases = new Map<string, string>();
  private readonly carrying = new Set<string>();
  private readonly keyOfAlias = new Map<string, string>();
  private poolTags: Readonly<Record<string, string>> = {};

  public constructor(requests: readonly Request[]) {
    for (const { service, operation, form, json } of requests) {
      if (service === "iam" && /^Create/.test(operation)) {
        const name = form.get("RoleName") ?? form.get("UserName") ?? form.get("GroupName");
        this.paths.set(`${operation} ${name}`, form.get("Path") ?? "/");
      }
      if (service === "kms" && operation === "CreateAlias") {
        this.aliases.set(text(json, "TargetKeyId"), text(json, "AliasName"));
      }
    }
  }

  public of(request: Request): RecordedCall[] {
    const name = `${prefixes[request.service] ?? request.service}:${request.operation}`;
    if (name in withoutRight) return [];
    const rights = this.byService[request.service];
    if (rights === undefined) throw unknown(request);
    return rights(request).map(({ context, ...call }) => ({
      ...call,
      resource: inAccount(call.resource),
      ...(context !== undefined && {
        context: Object.fromEntries(Object.entries(context).map(([key, value]) => [key, inAccount(value)])),
      }),
    }));
  }

  private readonly byService: Readonly<Record<string, (request: Request) => RecordedCall[]>> = {
    iam: (request) => this.iam(request),
    kms: (request) => this.kms(request),
    s3: (request) => s3(request),
    sns: (request) => sns(request),
    sqs: (request) => sqs(request),
    logs: (request) => logs(request),
    monitoring: (request) => monitoring(request),
    events: (request) => events(request),
    lambda: (request) => lambda(request),
    sagemaker: (request) => sageMaker(request),
    ssm: (request) => ssm(request),
    "cognito-idp": (request) => this.cognito(request),
  };

  private iam({ operation, form }: Request): RecordedCall[] {
    const action = `iam:${operation}`;
    const tagged = [...form.keys()].some((key) => key.startsWith("Tags.member."));
    const policyArn = form.get("PolicyArn");
    for (const kind of ["Role", "Group", "User"]) {
      const name = form.get(`${kind}Name`);
      if (name === null) continue;
      const path = this.paths.get(`Create${kind} ${name}`) ?? "/";
      const resource = `arn:aws:iam::${account}:${kind.toLowerCase()}${path}${name}`;
      const boundary = form.get("PermissionsBoundary");
      const context = {
        ...(policyArn !== null && { "iam:PolicyARN": policyArn }),
        ...(boundary !== null && { "iam:PermissionsBoundary": boundary }),
      };
      return [
        { action, resource, ...(Object.keys(context).length > 0 && { context }) },
        ...(tagged && /^Create/.test(operation) ? [{ action: `iam:Tag${kind}`, resource }] : []),
      ];
    }
    if (policyArn !== null) return [{ action, resource: policyArn }];
    if (operation !== "CreatePolicy") throw new Error(`Nobody has said what right ${action} needs.`);
    const resource = `arn:aws:iam::${account}:policy${form.get("Path") ?? "/"}${form.get("PolicyName")}`;
    return [{ action, resource }, ...(tagged ? [{ action: "iam:TagPolicy", resource }] : [])];
  }

  /** Keys are called by their alias, as their ids are drawn at random. */
  private kms({ operation, json, region }: Request): RecordedCall[] {
    const action = `kms:${operation}`;
    if (operation === "ListAliases") return [{ action, resource: "*" }];
    const lookedUp = text(json, "KeyId");
    if (lookedUp.startsWith("alias/")) {
      const resource = `arn:aws:kms:${region}:${account}:key/${existingKeyId}`;
      return [{ action, resource, context: { "kms:RequestAlias": lookedUp } }];
    }
    if (operation === "CreateKey") {
      // The provider makes the key and its alias in turn, so that the next alias tells which key this is.
      const unnamed = [...this.aliases.values()].find((alias) => !this.carrying.has(alias)) ?? "";
      const list = (json["Tags"] ?? []) as { readonly TagKey: string; readonly TagValue: string }[];
      const tags = Object.fromEntries(list.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
      if (list.length === 0) return [{ action, resource: "*" }];
      const asked = tagContext("aws:RequestTag", tags);
      // The key is not there yet, so that it carries none.
      const none = Object.fromEntries(Object.keys(tags).map((name) => [`aws:ResourceTag/${name}`, ""]));
      const { resource, context } = withoutAlias(unnamed);
      return [
        { action, resource: "*", context: asked },
        { action: "kms:TagResource", resource, context: { ...asked, ...none, ...context } },
      ];
    }
    const aliasName = text(json, "AliasName");
    const given = text(json, "TargetKeyId") || text(json, "KeyId");
    const id = aliasName === "" ? given : given || this.keyOfAlias.get(aliasName) || "";
    const alias = this.aliases.get(id.split("/").at(-1) ?? "") ?? aliasName;
    const key = this.carrying.has(alias) ? { resource: `key:${alias}` } : withoutAlias(alias);
    if (aliasName === "") return [{ action, ...key }];
    if (operation === "CreateAlias") {
      this.carrying.add(alias);
      this.keyOfAlias.set(aliasName, id);
    }
    if (operation === "DeleteAlias") this.carrying.delete(alias);
    return [
      { action, resource: `arn:aws:kms:${region}:${account}:${aliasName}` },
      { action, ...key },
    ];
  }

  private cognito({ operation, json, region }: Request): RecordedCall[] {
    const action = `cognito-idp:${operation}`;
    const given = (json["UserPoolTags"] ?? {}) as Record<string, string>;
    if (operation === "CreateUserPool") {
      this.poolTags = given;
      return [{ action, resource: "*", context: tagContext("aws:RequestTag", given) }];
    }
    if (operation === "DescribeUserPoolDomain") return [{ action, resource: "*" }];
    const resource = `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_Pool`;
    return [{ action, resource, context: tagContext("aws:ResourceTag", this.poolTags) }];
  }
}

/** A key that exists already, whatever its id. */
const existingKeyId = "0a0b0c0d-1111-2222-3333-444455556666";

/** The key as it is before it gets its alias, and after it has lost it. */
function withoutAlias(alias: string): Pick<RecordedCall, "resource" | "context"> {
  return { resource: `key:${alias}`, context: { "kms:ResourceAliases": "" } };
}

function tagContext(key: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value]));
}

/** Names that policies use for a service, where they differ from those that requests are signed for. */
const prefixes: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

/*
 * Sub-resources of a bucket and their actions, by AWS's table "Required permissions for Amazon S3 API operations":
 * reading and writing, and what takes a setting away when that is not the same as writing it.
 */
const bucketSettings: Readonly<Record<string, { get?: string; put?: string; delete?: string }>> = {
  accelerate: { get: "GetAccelerateConfiguration" },
  acl: { get: "GetBucketAcl" },
  cors: { get: "GetBucketCORS", put: "PutBucketCORS" },
  encryption: { get: "GetEncryptionConfiguration", put: "PutEncryptionConfiguration" },
  lifecycle: { get: "GetLifecycleConfiguration", put: "PutLifecycleConfiguration" },
  logging: { get: "GetBucketLogging", put: "PutBucketLogging" },
  notification: { get: "GetBucketNotification", put: "PutBucketNotification" },
  "object-lock": { get: "GetBucketObjectLockConfiguration" },
  ownershipControls: { get: "GetBucketOwnershipControls", put: "PutBucketOwnershipControls" },
  policy: { get: "GetBucketPolicy", put: "PutBucketPolicy", delete: "DeleteBucketPolicy" },
  publicAccessBlock: { get: "GetBucketPublicAccessBlock", put: "PutBucketPublicAccessBlock" },
  replication: { get: "GetReplicationConfiguration" },
  requestPayment: { get: "GetBucketRequestPayment" },
  tagging: { get: "GetBucketTagging", put: "PutBucketTagging" },
  versioning: { get: "GetBucketVersioning", put: "PutBucketVersioning" },
  versions: { get: "ListBucketVersions" },
  website: { get: "GetBucketWebsite" },
};

function s3(request: Request): RecordedCall[] {
  const { operation: method, path, query, headers } = request;
  const [, bucket = "", ...key] = path.split("/");
  const call = (action: string, resource: string) => ({ action: `s3:${action}`, resource });
  if (key.join("/") !== "") {
    const object = `arn:aws:s3:::${bucket}/${key.join("/")}`;
    const version = query.has("versionId") ? "Version" : "";
    if (query.has("tagging")) {
      const verb = { GET: "Get", DELETE: "Delete" }[method] ?? "Put";
      return [call(`${verb}ObjectTagging`, object)];
    }
    if (method === "HEAD" || method === "GET") return [call(`GetObject${version}`, object)];
    if (method === "DELETE") return [call(`DeleteObject${version}`, object)];
    const tagged = "x-amz-tagging" in headers ? [call("PutObjectTagging", object)] : [];
    if (method === "PUT") return [call("PutObject", object), ...tagged];
    throw unknown(request);
  }
  const resource = `arn:aws:s3:::${bucket}`;
  if (method === "POST" && query.has("delete")) {
    const objects = [...request.body.matchAll(/<Object>(.*?)<\/Object>/gs)];
    return objects.map(([, object = ""]) =>
      call(
        object.includes("<VersionId>") ? "DeleteObjectVersion" : "DeleteObject",
        `${resource}/${/<Key>(.*?)<\/Key>/s.exec(object)?.[1]}`,
      ),
    );
  }
  const [setting] = [...query.keys()].filter((name) => name !== "x-id" && name in bucketSettings);
  if (setting !== undefined) {
    const { get, put, delete: remove } = bucketSettings[setting]!;
    const action = method === "GET" ? get : method === "DELETE" ? (remove ?? put) : put;
    if (action === undefined) throw unknown(request);
    return [call(action, resource)];
  }
  const whole = { HEAD: "ListBucket", GET: "ListBucket", PUT: "CreateBucket", DELETE: "DeleteBucket" }[
    method
  ];
  if (whole === undefined) throw unknown(request);
  return [call(whole, resource)];
}

function sns({ operation, form, region }: Request): RecordedCall[] {
  const action = `sns:${operation}`;
  const subscription = form.get("SubscriptionArn");
  // AWS finds the topic in the ARN of a subscription; see the conformance harness for Unsubscribe.
  if (operation === "Unsubscribe") return [{ action, resource: "*" }];
  const resource =
    form.get("TopicArn") ??
    form.get("ResourceArn") ??
    subscription?.split(":").slice(0, 6).join(":") ??
    `arn:aws:sns:${region}:${account}:${form.get("Name")}`;
  if (operation === "Subscribe") {
    const context = {
      "sns:Protocol": form.get("Protocol") ?? "",
      "sns:Endpoint": form.get("Endpoint") ?? "",
    };
    return [{ action, resource, context }];
  }
  const tagged = operation === "CreateTopic" && form.has("Tags.member.1.Key");
  return [{ action, resource }, ...(tagged ? [{ action: "sns:TagResource", resource }] : [])];
}

function sqs({ operation, json, region }: Request): RecordedCall[] {
  const name = text(json, "QueueName") || text(json, "QueueUrl").split("/").at(-1);
  const resource = `arn:aws:sqs:${region}:${account}:${name}`;
  const tagged = operation === "CreateQueue" && "tags" in json;
  return [
    { action: `sqs:${operation}`, resource },
    ...(tagged ? [{ action: "sqs:TagQueue", resource }] : []),
  ];
}

function logs({ operation, json, region }: Request): RecordedCall[] {
  const action = `logs:${operation}`;
  if (operation === "DescribeLogGroups") return [{ action, resource: "*" }];
  const resource =
    text(json, "resourceArn") || `arn:aws:logs:${region}:${account}:log-group:${text(json, "logGroupName")}`;
  const tagged = operation === "CreateLogGroup" && "tags" in json;
  return [{ action, resource }, ...(tagged ? [{ action: "logs:TagResource", resource }] : [])];
}

function monitoring({ operation, form, region }: Request): RecordedCall[] {
  const action = `cloudwatch:${operation}`;
  const alarm = (name: string) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
  if (operation === "DescribeAlarms") {
    // AWS wants this one on all alarms: any name stands for them.
    return [{ action, resource: alarm("no-policy-names-this") }];
  }
  const resource =
    form.get("ResourceARN") ?? alarm(form.get("AlarmName") ?? form.get("AlarmNames.member.1") ?? "");
  const tagged = operation === "PutMetricAlarm" && form.has("Tags.member.1.Key");
  return [{ action, resource }, ...(tagged ? [{ action: "cloudwatch:TagResource", resource }] : [])];
}

function events({ operation, json, region }: Request): RecordedCall[] {
  const action = `events:${operation}`;
  const bus = text(json, "EventBusName");
  const name = text(json, "Name") || text(json, "Rule");
  const ownBus = bus === "" || bus === "default" ? "" : `${bus.split("/").at(-1)}/`;
  const resource = text(json, "ResourceARN") || `arn:aws:events:${region}:${account}:rule/${ownBus}${name}`;
  if (operation === "PutTargets") {
    const targets = json["Targets"] as readonly { Arn: string; RoleArn?: string }[];
    return targets.flatMap(({ Arn, RoleArn }): RecordedCall[] => {
      const put = { action, resource, context: { "events:TargetArn": Arn } };
      if (RoleArn === undefined) return [put];
      const context = { "iam:PassedToService": "events.amazonaws.com" };
      return [put, { action: "iam:PassRole", resource: RoleArn, context }];
    });
  }
  const tagged = operation === "PutRule" && "Tags" in json;
  return [{ action, resource }, ...(tagged ? [{ action: "events:TagResource", resource }] : [])];
}

/** `<method> <path after the function's name>` */
const functionCalls: Readonly<Record<string, string>> = {
  "DELETE ": "DeleteFunction",
  "GET ": "GetFunction",
  "GET code-signing-config": "GetFunctionCodeSigningConfig",
  "GET concurrency": "GetFunctionConcurrency",
  "GET configuration": "GetFunctionConfiguration",
  "GET policy": "GetPolicy",
  "GET versions": "ListVersionsByFunction",
  "POST policy": "AddPermission",
  "PUT code": "UpdateFunctionCode",
  "PUT concurrency": "PutFunctionConcurrency",
  "PUT configuration": "UpdateFunctionConfiguration",
};

function lambda(request: Request): RecordedCall[] {
  const { operation: method, path, json, region } = request;
  const named = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
  const tags = /\/tags\/(arn:.*)$/.exec(path);
  if (tags !== null) {
    const action = { GET: "ListTags", POST: "TagResource", DELETE: "UntagResource" }[method];
    return [{ action: `lambda:${action}`, resource: tags[1] ?? "" }];
  }
  if (method === "POST" && /\/functions\/?$/.test(path)) {
    const resource = named(text(json, "FunctionName"));
    const context = { "iam:PassedToService": lambdaService };
    return [
      { action: "lambda:CreateFunction", resource },
      { action: "iam:PassRole", resource: text(json, "Role"), context },
      ...("Tags" in json ? [{ action: "lambda:TagResource", resource }] : []),
    ];
  }
  const [, function_ = "", rest = ""] = /\/functions\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  const action =
    method === "DELETE" && rest.startsWith("policy/")
      ? "RemovePermission"
      : method === "DELETE" && rest === "concurrency"
        ? "DeleteFunctionConcurrency"
        : functionCalls[`${method} ${rest}`];
  if (action === undefined || function_ === "") throw unknown(request);
  const qualifier = request.query.get("Qualifier");
  const arn = function_.startsWith("arn:") ? function_ : named(function_);
  const resource = qualifier === null ? arn : `${arn}:${qualifier}`;
  const context = action === "AddPermission" ? { "lambda:Principal": text(json, "Principal") } : undefined;
  return [{ action: `lambda:${action}`, resource, ...(context && { context }) }];
}

function sageMaker({ operation, json, region }: Request): RecordedCall[] {
  const action = `sagemaker:${operation}`;
  const arn = (resource: string) => `arn:aws:sagemaker:${region}:${account}:${resource}`;
  const workforce = text(json, "WorkforceName");
  const workteam = text(json, "WorkteamName");
  const resource =
    text(json, "ResourceArn") ||
    arn(workteam === "" ? `workforce/${workforce}` : `workteam/private-crowd/${workteam}`);
  const tagged = /^Create/.test(operation) && "Tags" in json;
  return [{ action, resource }, ...(tagged ? [{ action: "sagemaker:AddTags", resource }] : [])];
}

function ssm({ operation, json, region }: Request): RecordedCall[] {
  const action = `ssm:${operation}`;
  if (operation === "DescribeParameters") return [{ action, resource: "*" }];
  const resource = `arn:aws:ssm:${region}:${account}:parameter${text(json, "Name") || text(json, "ResourceId")}`;
  const tagged = operation === "PutParameter" && "Tags" in json;
  return [{ action, resource }, ...(tagged ? [{ action: "ssm:AddTagsToResource", resource }] : [])];
}

function text(json: Readonly<Record<string, unknown>>, key: string): string {
  const value = json[key];
  return typeof value === "string" ? value : "";
}

/** The emulator plays an account of its own; the hash of a template changes with each edit of it. */
function inAccount(value: string): string {
  return value
    .replaceAll("123456789012", account)
    .replace(/(?<=-)[0-9a-f]{12}(?=\.liquid\.html$)/, "0123456789ab");
}

function unknown({ service, operation, path, query }: Request): Error {
  return new Error(
    `Nobody has said what right this needs: ${service} ${operation} ${path}?${query.toString()}. Add it here.`,
  );
}
