import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { CORSRule, HeadObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import type { SNSClient } from "@aws-sdk/client-sns";
import { parsePolicy, type Policy, unseenPolicy } from "../../lib/access/policy";
import { awsFailure, awsSdk, type AwsSettings } from "../aws/aws-sdk";
import { s3Place } from "../aws/s3-uri";

/** What was read, or why it could not be. */
export type Seen<Value> = { readonly value: Value } | { readonly unseen: string };

/** The policies of a role, as they are now. */
interface LiveRole {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly trust: Policy;
}

export interface LiveKey {
  readonly arn: string;
  readonly isEnabled: boolean;
  readonly policy: Policy;
  /** @default - they could not be read */
  readonly aliases?: readonly string[];
}

/** An account as it is now, with the caller's rights: reads only, each thing once. */
export class LiveAccount {
  private readonly read = new Map<string, Promise<unknown>>();
  private readonly clients: { iam?: IAMClient; kms?: KMSClient; s3?: S3Client; sns?: SNSClient } = {};

  public constructor(private readonly settings: AwsSettings) {}

  /** Needs `iam:GetRole`, `iam:ListAttachedRolePolicies`, `iam:ListRolePolicies`, `iam:GetPolicy`, `iam:GetPolicyVersion`, `iam:GetRolePolicy`. */
  public role(arn: string): Promise<LiveRole> {
    return this.once(`role ${arn}`, () => this.readRole(arn));
  }

  /** Undefined: the bucket has none. Needs `s3:GetBucketPolicy`. */
  public bucketPolicy(bucket: string): Promise<Policy | undefined> {
    return this.once(`bucket policy ${bucket}`, async () => {
      const { GetBucketPolicyCommand } = awsSdk("@aws-sdk/client-s3");
      const title = `the policy of ${bucket}`;
      try {
        const { Policy: text } = await this.s3().send(new GetBucketPolicyCommand({ Bucket: bucket }));
        return parsed(title, text);
      } catch (error) {
        return isNamed(error, "NoSuchBucketPolicy") ? undefined : unseenPolicy(title, awsFailure(error));
      }
    });
  }

  /** Needs `s3:GetBucketCors`. */
  public corsRules(bucket: string): Promise<Seen<readonly CORSRule[]>> {
    return this.once(`cors ${bucket}`, async () => {
      const { GetBucketCorsCommand } = awsSdk("@aws-sdk/client-s3");
      try {
        const { CORSRules } = await this.s3().send(new GetBucketCorsCommand({ Bucket: bucket }));
        return { value: CORSRules ?? [] };
      } catch (error) {
        return isNamed(error, "NoSuchCORSConfiguration") ? { value: [] } : { unseen: awsFailure(error) };
      }
    });
  }

  /** Undefined: there is no such object. Needs `s3:GetObject`. */
  public head(uri: string): Promise<Seen<HeadObjectCommandOutput | undefined>> {
    return this.once(`head ${uri}`, async () => {
      const { HeadObjectCommand } = awsSdk("@aws-sdk/client-s3");
      const { bucket, key } = s3Place(uri);
      try {
        return { value: await this.s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key })) };
      } catch (error) {
        return isMissing(error) ? { value: undefined } : { unseen: awsFailure(error) };
      }
    });
  }

  /** A small text of a job: labels, template. Undefined: there is no such object. Needs `s3:GetObject`. */
  public text(uri: string): Promise<Seen<string | undefined>> {
    return this.once(`text ${uri}`, async () => {
      const { GetObjectCommand } = awsSdk("@aws-sdk/client-s3");
      const { bucket, key } = s3Place(uri);
      try {
        const { Body } = await this.s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return { value: await Body!.transformToString("utf-8") };
      } catch (error) {
        return isMissing(error) ? { value: undefined } : { unseen: awsFailure(error) };
      }
    });
  }

  /** Needs `kms:DescribeKey`, `kms:GetKeyPolicy`, `kms:ListAliases`. @param id id, ARN or alias */
  public key(id: string): Promise<Seen<LiveKey>> {
    return this.once(`key ${id}`, async () => {
      const { DescribeKeyCommand, GetKeyPolicyCommand, ListAliasesCommand } = awsSdk("@aws-sdk/client-kms");
      try {
        const { KeyMetadata } = await this.kms().send(new DescribeKeyCommand({ KeyId: id }));
        const { Arn: arn = id, KeyId, KeyState } = KeyMetadata!;
        const policy = await this.kms()
          .send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }))
          .then(({ Policy: text }) => parsed("the key policy", text))
          .catch((error: unknown) => unseenPolicy("the key policy", awsFailure(error)));
        const aliases = await this.kms()
          .send(new ListAliasesCommand({ KeyId }))
          .then(({ Aliases = [] }) => Aliases.flatMap(({ AliasName }) => AliasName ?? []))
          .catch(() => undefined);
        return { value: { arn, isEnabled: KeyState === "Enabled", policy, aliases } };
      } catch (error) {
        return { unseen: awsFailure(error) };
      }
    });
  }

  /** Needs `sns:GetTopicAttributes`. */
  public topic(arn: string): Promise<{ readonly policy: Policy; readonly key?: string }> {
    return this.once(`topic ${arn}`, async () => {
      const { GetTopicAttributesCommand } = awsSdk("@aws-sdk/client-sns");
      const title = `the policy of ${arn.slice(arn.lastIndexOf(":") + 1)}`;
      try {
        const { Attributes = {} } = await this.sns().send(new GetTopicAttributesCommand({ TopicArn: arn }));
        return { policy: parsed(title, Attributes.Policy), key: Attributes.KmsMasterKeyId };
      } catch (error) {
        return { policy: unseenPolicy(title, awsFailure(error)) };
      }
    });
  }

  private async readRole(arn: string): Promise<LiveRole> {
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const { GetRoleCommand } = awsSdk("@aws-sdk/client-iam");
    try {
      const { Role } = await this.iam().send(new GetRoleCommand({ RoleName: name }));
      const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
      return {
        trust: parsed("the trust policy of the role", decoded(Role?.AssumeRolePolicyDocument)),
        boundary: boundary === undefined ? undefined : await this.managedPolicy(boundary),
        identity: [...(await this.attached(name)), ...(await this.inline(name))],
      };
    } catch (error) {
      const why = awsFailure(error);
      return {
        trust: unseenPolicy("the trust policy of the role", why),
        identity: [unseenPolicy("the policies of the role", why)],
      };
    }
  }

  private async attached(name: string): Promise<Policy[]> {
    const { paginateListAttachedRolePolicies } = awsSdk("@aws-sdk/client-iam");
    try {
      const arns: string[] = [];
      for await (const page of paginateListAttachedRolePolicies({ client: this.iam() }, { RoleName: name })) {
        arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
      }
      return await Promise.all(arns.map((arn) => this.managedPolicy(arn)));
    } catch (error) {
      return [unseenPolicy("the attached policies of the role", awsFailure(error))];
    }
  }

  private async inline(role: string): Promise<Policy[]> {
    const { GetRolePolicyCommand, paginateListRolePolicies } = awsSdk("@aws-sdk/client-iam");
    try {
      const names: string[] = [];
      for await (const page of paginateListRolePolicies({ client: this.iam() }, { RoleName: role })) {
        names.push(...(page.PolicyNames ?? []));
      }
      return await Promise.all(
        names.map(async (name) => {
          const { PolicyDocument } = await this.iam().send(
            new GetRolePolicyCommand({ RoleName: role, PolicyName: name }),
          );
          return parsed(name, decoded(PolicyDocument));
        }),
      );
    } catch (error) {
      return [unseenPolicy("the inline policies of the role", awsFailure(error))];
    }
  }

  private managedPolicy(arn: string): Promise<Policy> {
    return this.once(`policy ${arn}`, async () => {
      const { GetPolicyCommand, GetPolicyVersionCommand } = awsSdk("@aws-sdk/client-iam");
      const name = arn.slice(arn.lastIndexOf("/") + 1);
      try {
        const { Policy: found } = await this.iam().send(new GetPolicyCommand({ PolicyArn: arn }));
        const { PolicyVersion } = await this.iam().send(
          new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: found!.DefaultVersionId }),
        );
        return parsed(name, decoded(PolicyVersion?.Document));
      } catch (error) {
        return unseenPolicy(name, awsFailure(error));
      }
    });
  }

  private once<Value>(what: string, read: () => Promise<Value>): Promise<Value> {
    const known = (this.read.get(what) as Promise<Value> | undefined) ?? read();
    this.read.set(what, known);
    return known;
  }

  private iam(): IAMClient {
    const { IAMClient } = awsSdk("@aws-sdk/client-iam");
    return (this.clients.iam ??= new IAMClient({ ...this.settings }));
  }

  private kms(): KMSClient {
    const { KMSClient } = awsSdk("@aws-sdk/client-kms");
    return (this.clients.kms ??= new KMSClient({ ...this.settings }));
  }

  private s3(): S3Client {
    const { S3Client } = awsSdk("@aws-sdk/client-s3");
    return (this.clients.s3 ??= new S3Client({ ...this.settings, followRegionRedirects: true }));
  }

  private sns(): SNSClient {
    const { SNSClient } = awsSdk("@aws-sdk/client-sns");
    return (this.clients.sns ??= new SNSClient({ ...this.settings }));
  }
}

/** IAM gives documents percent-encoded. */
function decoded(document: string | undefined): string {
  return decodeURIComponent(document ?? "");
}

function parsed(title: string, document: string | undefined): Policy {
  try {
    return parsePolicy(title, document ?? "");
  } catch (error) {
    return unseenPolicy(title, (error as Error).message);
  }
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return names.includes((error as Error).name);
}

function isMissing(error: unknown): boolean {
  return isNamed(error, "NotFound", "NoSuchKey");
}
