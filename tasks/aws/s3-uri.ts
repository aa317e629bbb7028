import { bucketNameRule } from "../../lib/rules/s3";
import { UserError } from "../../review/user-error";

/** A bucket, and a key or the beginning of keys. */
interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

export function isS3Uri(text: string): boolean {
  return text.startsWith("s3://");
}

/** @throws UserError when the text is no S3 URI */
export function s3Place(uri: string): S3Place {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(uri) ?? [];
  const problem = bucketNameRule.problem(bucket);
  if (problem !== undefined) throw new UserError(`${uri}: ${problem}`);
  return { bucket, key };
}
