import {
  Aspects,
  DefaultTokenResolver,
  StringConcat,
  TerraformResource,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import { InvalidInputError } from "../validation/problems";

/** What S3 keeps once for a bucket. */
export enum BucketSetting {
  POLICY = "aws_s3_bucket_policy",
  CORS = "aws_s3_bucket_cors_configuration",
  LIFECYCLE = "aws_s3_bucket_lifecycle_configuration",
  ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration",
  NOTIFICATIONS = "aws_s3_bucket_notification",
  VERSIONING = "aws_s3_bucket_versioning",
  OWNERSHIP = "aws_s3_bucket_ownership_controls",
  PUBLIC_ACCESS = "aws_s3_bucket_public_access_block",
  /** The bucket itself. In us-east-1 S3 lets its owner make it a second time, without a word. */
  BUCKET = "aws_s3_bucket",
}

const words: Readonly<Record<BucketSetting, string>> = {
  [BucketSetting.POLICY]: "policy",
  [BucketSetting.CORS]: "CORS configuration",
  [BucketSetting.LIFECYCLE]: "lifecycle configuration",
  [BucketSetting.ENCRYPTION]: "encryption",
  [BucketSetting.NOTIFICATIONS]: "notification configuration",
  [BucketSetting.VERSIONING]: "versioning",
  [BucketSetting.OWNERSHIP]: "ownership controls",
  [BucketSetting.PUBLIC_ACCESS]: "public access block",
  [BucketSetting.BUCKET]: "name",
};

/** By app, then by bucket and setting: the construct that has it. */
const owners = new WeakMap<IConstruct, Map<string, Construct>>();

/**
 * Notes that `owner` has settings of a bucket. Of two owners each would undo the other's settings with each apply.
 *
 * @throws InvalidInputError when a construct of the app has one of them already; at synth, when a resource of the user's own has
 */
export function ownSettings(owner: Construct, bucketName: string, settings: readonly BucketSetting[]): void {
  if (Token.isUnresolved(bucketName)) return;
  const { root } = owner.node;
  const known = owners.get(root) ?? watched(owner);
  for (const setting of settings) {
    const key = `${setting} ${bucketName}`;
    const other = known.get(key);
    if (other !== undefined && other !== owner) throw twoOwners(owner, other, bucketName, setting);
    known.set(key, owner);
  }
}

/** Looks for resources of the user's own when all of the app is there: CDKTF asks no aspect of the app, only of stacks. */
function watched(first: Construct): Map<string, Construct> {
  const { root } = first.node;
  const known = new Map<string, Construct>();
  owners.set(root, known);
  let looked = false;
  Aspects.of(first).add({
    visit: () => {
      if (looked) return;
      looked = true;
      const ours = new Set<IConstruct>(known.values());
      // Of the user's own resources only: there may be thousands of ours.
      const look = (node: IConstruct): void => {
        if (ours.has(node)) return;
        if (TerraformResource.isTerraformResource(node)) refuseSecond(known, node);
        node.node.children.forEach(look);
      };
      look(root);
    },
  });
  return known;
}

function refuseSecond(known: ReadonlyMap<string, Construct>, node: TerraformResource): void {
  const setting = Object.values(BucketSetting).find((type) => String(type) === node.terraformResourceType);
  const bucketName = setting && bucketNameOf(node);
  const owner = known.get(`${setting} ${bucketName}`);
  if (setting !== undefined && bucketName !== undefined && owner !== undefined) {
    throw twoOwners(node, owner, bucketName, setting);
  }
}

function twoOwners(
  one: IConstruct,
  other: IConstruct,
  bucketName: string,
  setting: BucketSetting,
): InvalidInputError {
  const message =
    (setting === BucketSetting.BUCKET
      ? `got "${bucketName}", which "${other.node.path}" makes already. `
      : `got "${bucketName}", whose ${words[setting]} "${other.node.path}" has already. S3 keeps one for a bucket, and each apply ` +
        "would undo the other's. ") +
    "Bring the bucket into the app once, and give that construct to all who use it: to other " +
    "stacks with usedFrom";
  return new InvalidInputError(`"${one.node.path}"`, [
    { property: "bucketName", message, page: AwsPage.s3Notifications },
  ]);
}

/** The name of the bucket that a setting belongs to, if it is known before Terraform runs. */
function bucketNameOf(resource: TerraformResource): string | undefined {
  const input = inputOf(resource);
  if (typeof input !== "string") return undefined;
  if (!Token.isUnresolved(input)) return input;
  const scope = TerraformStack.of(resource);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const text = Tokenization.resolve(input, { scope, resolver, preparing: false }) as unknown;
  const id = /^\$\{aws_s3_bucket\.([\w-]+)\.(?:bucket|id)\}$/.exec(String(text))?.[1];
  const bucket = scope.node
    .findAll()
    .find(
      (node) =>
        TerraformResource.isTerraformResource(node) &&
        node.terraformResourceType === "aws_s3_bucket" &&
        node.friendlyUniqueId === id,
    );
  const name = bucket && inputOf(bucket);
  return typeof name === "string" && !Token.isUnresolved(name) ? name : undefined;
}

function inputOf(resource: IConstruct): unknown {
  return (resource as unknown as { readonly bucketInput?: unknown }).bucketInput;
}
