import { bucketNameRule, namesFile, prefixRule, s3UriForm, s3LocationRule } from "../rules/s3";
import { Problems } from "../validation/problems";
import { checkCalls } from "../validation/check-input";

/**
 * A folder in S3: a bucket and a prefix that is empty or ends in `/`. Or one file, such as a manifest: a key with an
 * extension and no `/` at its end.
 *
 * The final slash is what keeps `s3://acme/labels/` apart from `s3://acme/labels-private/` in a policy.
 */
export class S3Location {
  /**
   * Reads `s3://bucket/prefix/`. A name with an extension and no final slash is a file, `s3://bucket/job/input.manifest`;
   * to any other a missing final slash is added.
   *
   * @throws InvalidInputError when the text is no S3 URI, or holds a character that a policy would read as a wildcard
   */
  public static parse(uri: string): S3Location {
    const problems = new Problems("S3Location");
    problems.check("uri", uri, s3LocationRule);
    problems.throwIfAny();
    const [, bucketName, prefix] = s3UriForm.exec(uri)!;
    return new S3Location(bucketName!, prefix);
  }

  /** Empty, or ends in `/`; of a file its whole key. */
  public readonly prefix: string;

  /** Whether it is one file: then nothing but this object is meant. */
  public readonly isFile: boolean;

  /**
   * @param bucketName name of the bucket; may be a token
   * @param prefix the folder; may be a token. A final slash is added if it is missing, but to a name with an extension,
   * which is a file
   * @throws InvalidInputError when the bucket name or the prefix is not allowed
   */
  public constructor(
    public readonly bucketName: string,
    prefix = "",
  ) {
    const problems = new Problems("S3Location");
    // A value that is missing is none that was left out here.
    problems.check("bucketName", bucketName ?? null, bucketNameRule);
    problems.check("prefix", prefix, prefixRule);
    problems.throwIfAny();
    this.isFile = namesFile(prefix);
    this.prefix = prefix === "" || prefix.endsWith("/") || this.isFile ? prefix : `${prefix}/`;
  }

  /** `s3://bucket/prefix/`, or `s3://bucket/key` of a file */
  public get uri(): string {
    return `s3://${this.bucketName}/${this.prefix}`;
  }

  /** True if everything in `other` lies in this location too. */
  public contains(other: S3Location): boolean {
    if (this.bucketName !== other.bucketName) return false;
    return this.isFile ? other.prefix === this.prefix : other.prefix.startsWith(this.prefix);
  }

  /** The URI: `s3://bucket/prefix/`. */
  public toString(): string {
    return this.uri;
  }
}

checkCalls(S3Location, "S3Location");
