import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { escapeForTerraform } from "../iam/terraform-string";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import { S3Location } from "../storage/s3-location";

/** A text of a job that Terraform puts into S3: template, label category file. */
interface TextObject {
  readonly bucket: ILabelingBucket;
  readonly key: string;
  readonly content: string;
  readonly contentType: string;
  /** Whether S3 encrypts it like everything else in the bucket. */
  readonly encryptAsBucket?: boolean;
  readonly tags?: Record<string, string>;
  readonly withoutDefaultTags?: boolean;
}

/** Puts a text into S3. The content stands literally in the plan. */
export function putText(scope: Construct, id: string, object: TextObject): S3Object {
  const { bucket, key, content, contentType, encryptAsBucket, tags, withoutDefaultTags } = object;
  return new S3Object(scope, id, {
    bucket: bucket.bucketName,
    key,
    content: escapeForTerraform(content),
    // S3's own mark of the content, as long as its own key encrypts it: whoever changes the object shows in the next plan.
    etag: encryptAsBucket ? undefined : createHash("md5").update(content).digest("hex"),
    contentType,
    // The workflow's key is closed to whoever deploys, and what everybody reads in the plan is no secret.
    serverSideEncryption: encryptAsBucket ? undefined : "AES256",
    tags,
    overrideProvider: withoutDefaultTags ? { defaultTags: { tags: {} } } : undefined,
    dependsOn: bucket.objectPrerequisites,
  });
}

/** Enough of the hash of a text to tell its versions apart. */
export function versionOf(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}

/** The folder that an object lies in. Undefined where only Terraform knows. */
export function folderOfObject(uri: string): S3Location | undefined {
  return Token.isUnresolved(uri) ? undefined : S3Location.parse(uri.slice(0, uri.lastIndexOf("/") + 1));
}

/** Terraform puts the text there, from wherever it runs. */
export function warnOfNetwork(scope: Construct, { bucketName, vpcRestriction }: ILabelingBucket): void {
  if (vpcRestriction === undefined || (vpcRestriction.exemptPrincipalArns ?? []).length > 0) return;
  Annotations.of(scope).addWarning(
    `is put into ${bucketName}, whose vpcRestriction exempts nobody: Terraform can put it there only from inside the network. ` +
      `If it runs elsewhere, exempt whoever deploys (exemptPrincipals; in an app exemptPrincipalArns) (${AwsPage.vpcLabelingJob})`,
  );
}
