import { AwsPage } from "../aws-page";
import { InvalidInputError } from "../validation/problems";
import { bucketNameProblem } from "./bucket-name";

/**
 * A folder in S3: a bucket and a prefix that is empty or ends in `/`.
 *
 * The final slash is what keeps `s3://acme/labels/` apart from `s3://acme/labels-private/` in a policy.
 */
export class S3Location {
  /**
   * Reads `s3://bucket/prefix/`. A missing final slash is added: a location is always a folder.
   *
   * @throws InvalidInputError when the text is no S3 URI, or holds a character that a policy would read as a wildcard
   */
  public static parse(uri: string): S3Location {
    const problem = S3Location.problemWith(uri);
    if (problem !== undefined) {
      throw new InvalidInputError("S3Location", [
        { property: "uri", message: problem, page: AwsPage.s3ObjectKeys },
      ]);
    }
    const [, bucketName, prefix] = pattern.exec(uri)!;
    return new S3Location(bucketName!, prefix);
  }

  /** What is wrong with `uri`, or undefined when it can be parsed. */
  public static problemWith(uri: string): string | undefined {
    const match = pattern.exec(uri);
    if (match === null) return `got "${uri}"; an S3 location looks like s3://bucket/prefix/`;
    return bucketNameProblem(match[1]!) ?? prefixProblem(match[2] ?? "");
  }

  /** Empty, or ends in `/`. */
  public readonly prefix: string;

  /**
   * @param bucketName name of the bucket; may be a token
   * @param prefix the folder; may be a token. A final slash is added if it is missing
   * @throws InvalidInputError when the bucket name or the prefix is not allowed
   */
  public constructor(
    public readonly bucketName: string,
    prefix = "",
  ) {
    const problem = bucketNameProblem(bucketName) ?? prefixProblem(prefix);
    if (problem !== undefined) {
      throw new InvalidInputError("S3Location", [
        { property: "bucketName, prefix", message: problem, page: AwsPage.s3ObjectKeys },
      ]);
    }
    this.prefix = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
  }

  /** `s3://bucket/prefix/` */
  public get uri(): string {
    return `s3://${this.bucketName}/${this.prefix}`;
  }

  /** True if everything in `other` lies in this location too. */
  public contains(other: S3Location): boolean {
    return this.bucketName === other.bucketName && other.prefix.startsWith(this.prefix);
  }

  public toString(): string {
    return this.uri;
  }
}

const pattern = /^s3:\/\/([^/]+)(?:\/(.*))?$/s;
const longestPrefix = 1024;

function prefixProblem(prefix: string): string | undefined {
  // IAM reads `*` and `?` as wildcards and `${` as a variable: such a prefix would open more than the folder it names.
  const literal = prefix.replace(/\$\{TfToken\[[^\]]*\]\}/g, "");
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const bad = /[*?\\\u0000-\u001f\u007f]|\$\{|%\{/.exec(literal);
  if (bad !== null) {
    return `got prefix "${prefix}"; a prefix cannot hold ${JSON.stringify(bad[0])}, which a policy would not take literally`;
  }
  if (prefix.startsWith("/")) return `got prefix "${prefix}"; a prefix does not begin with /`;
  if (Buffer.byteLength(literal) > longestPrefix) {
    return `got a prefix of ${Buffer.byteLength(literal)} bytes; S3 keys have at most ${longestPrefix}`;
  }
  return undefined;
}
