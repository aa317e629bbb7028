import { allows } from "../../lib/access/evaluation";
import type { Patterns, Policy, Statement } from "../../lib/access/policy";
import type { PoliciesInForce, RequestContext } from "../../lib/access/request";
import { requester, requesterKeys } from "../../lib/access/requester";
import { groundTruthEndpoint } from "../../lib/storage/ground-truth-endpoint";
import { s3Place } from "../aws/s3-uri";
import type { Verdict } from "./check";
import type { LiveAccount, LiveKey } from "./live-account";

/** What is known of a right. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence. */
  readonly because: string;
}

/** What the execution role of a job may do, by the policies as they are now and by nothing else. */
export class RoleRights {
  private readonly account: string;
  /** A session of the role: Ground Truth assumes it. */
  private readonly session: string;
  private readonly partition: string;

  public constructor(
    private readonly live: LiveAccount,
    private readonly roleArn: string,
    private readonly region: string,
  ) {
    const [, partition = "aws", , , account = ""] = roleArn.split(":");
    const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    this.account = account;
    this.partition = partition;
    this.session = `arn:${partition}:sts::${account}:assumed-role/${name}/SageMaker`;
  }

  /** Whether Ground Truth may assume the role. */
  public async trust(): Promise<Judgement> {
    const { trust } = await this.live.role(this.roleArn);
    return judged(
      { principal: "sagemaker.amazonaws.com", action: "sts:AssumeRole", resource: this.roleArn },
      {},
      { identity: [], resource: trust },
    );
  }

  /** Whether the role may read an object: by its policies, the bucket's, and those of the key that encrypts it. */
  public async read(uri: string): Promise<Judgement> {
    const object = await this.onObject("s3:GetObject", uri);
    const head = await this.live.head(uri);
    if ("unseen" in head) {
      return both(object, {
        verdict: "unsure",
        because: `what encrypts ${uri} cannot be seen: ${head.unseen}`,
      });
    }
    if (head.value === undefined) return { verdict: "wrong", because: `${uri} is not there` };
    const { ServerSideEncryption: encryption, SSEKMSKeyId: key } = head.value;
    if (key === undefined || encryption === "AES256") return object;
    return both(object, await this.onKey(["kms:Decrypt"], key, "s3"));
  }

  /** Whether the role may write below a location, encrypted with a key. */
  public async write(uri: string, key: string | undefined): Promise<Judgement> {
    const more: RequestContext = key === undefined ? {} : { "s3:x-amz-server-side-encryption": "aws:kms" };
    const rights = await Promise.all(
      ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"].map((action) =>
        this.onObject(action, uri, more),
      ),
    );
    const onKey =
      key === undefined ? [] : [await this.onKey(["kms:GenerateDataKey", "kms:Decrypt"], key, "s3")];
    return [...rights, ...onKey].reduce(both);
  }

  /** @param via the service that uses the key for the role @default - the role uses it itself */
  public async onKey(
    actions: readonly string[],
    id: string,
    via?: string,
    more: RequestContext = {},
  ): Promise<Judgement> {
    const key = await this.live.key(id);
    if ("unseen" in key) return { verdict: "unsure", because: `the key ${id} cannot be read: ${key.unseen}` };
    if (!key.value.isEnabled) return { verdict: "wrong", because: `the key ${id} is not enabled` };
    const judgements = await Promise.all(
      actions.map((action) => this.onOneKey(action, key.value, via, more)),
    );
    return judgements.reduce(both);
  }

  private onOneKey(
    action: string,
    key: LiveKey,
    via: string | undefined,
    more: RequestContext,
  ): Promise<Judgement> {
    return this.may(action, key.arn, key.policy, {
      ...(via !== undefined && { "kms:ViaService": `${via}.${this.region}.amazonaws.com` }),
      ...(key.aliases !== undefined && { "kms:ResourceAliases": key.aliases }),
      "kms:CallerAccount": this.account,
      ...more,
    });
  }

  public async onTopic(action: string, arn: string, context: RequestContext = {}): Promise<Judgement> {
    const { policy, key } = await this.live.topic(arn);
    const topic = await this.may(action, arn, policy, context);
    if (action !== "sns:Publish" || key === undefined) return topic;
    return both(topic, await this.onKey(["kms:GenerateDataKey", "kms:Decrypt"], key, "sns"));
  }

  /** @param resource policy of the resource @default - it has none */
  public async may(
    action: string,
    resource: string,
    policy?: Policy,
    context: RequestContext = {},
  ): Promise<Judgement> {
    const { identity, boundary } = await this.live.role(this.roleArn);
    return judged(
      { principal: this.session, action, resource },
      { "aws:SecureTransport": "true", "aws:RequestedRegion": this.region, ...context },
      { identity, boundary, resource: policy },
    );
  }

  private async onObject(action: string, uri: string, more: RequestContext = {}): Promise<Judgement> {
    const { bucket, key } = s3Place(uri);
    const policy = await this.live.bucketPolicy(bucket);
    // AWS documents the endpoint that Ground Truth itself comes through.
    const context = { "aws:SourceVpce": groundTruthEndpoint(this.region), ...more };
    return this.may(action, `arn:${this.partition}:s3:::${bucket}/${key}`, policy, context);
  }
}

interface Request {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

function judged(request: Request, context: RequestContext, policies: PoliciesInForce): Judgement {
  const { verdict, because, statements } = allows({ ...request, context }, policies);
  const what = `${request.action} on ${request.resource}`;
  if (verdict === "allowed") return { verdict: "fine", because: `${what}: ${because}` };
  if (verdict === "not decided") return { verdict: "unsure", because: `${what}: ${because}` };
  // A denial that hangs on what nobody knows before the request is made is none.
  const deciding = verdict === "explicitly denied" ? statements : allowing(policies, request);
  const unknown = unknownKeys(deciding, request.principal, context);
  if (unknown.length > 0) {
    return {
      verdict: "unsure",
      because: `${what}: it depends on ${unknown.join(", ")}, which only AWS knows`,
    };
  }
  return { verdict: "wrong", because: `${what}: ${because}` };
}

/** Statements that would allow the request if their conditions held. */
function allowing({ identity, boundary, resource }: PoliciesInForce, request: Request): Statement[] {
  return [...identity, boundary, resource]
    .flatMap((policy) => policy?.statements ?? [])
    .filter(
      ({ effect, action, resource: about }) =>
        effect === "Allow" &&
        isAbout(action, request.action) &&
        (about === undefined || isAbout(about, request.resource)),
    );
}

function isAbout({ not, patterns }: Patterns, text: string): boolean {
  return patterns.some((pattern) => wildcard(pattern).test(text)) !== not;
}

/** A policy variable may be anything. */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/\$\{[^}]*\}/g, "*")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`, "i");
}

function unknownKeys(statements: readonly Statement[], principal: string, context: RequestContext): string[] {
  const known = new Set([
    ...Object.keys(context).map((key) => key.toLowerCase()),
    ...requesterKeys(requester(principal)).keys(),
  ]);
  const keys = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return [...new Set(keys)].filter((key) => !known.has(key.toLowerCase()));
}

function both(one: Judgement, other: Judgement): Judgement {
  if (one.verdict === "wrong" || other.verdict === "fine") return one;
  return other.verdict === "wrong" || one.verdict === "fine" ? other : one;
}
