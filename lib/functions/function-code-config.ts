/** What the function resource takes of its code. */
export interface FunctionCodeConfig {
  /** Path of the archive, relative to the stack's Terraform directory. @default - none */
  readonly filename?: string;
  /** base64 of the archive's SHA-256. @default - none */
  readonly sourceCodeHash?: string;
  /** Bucket of an archive in S3. @default - none */
  readonly s3Bucket?: string;
  /** Key of an archive in S3. @default - none */
  readonly s3Key?: string;
  /** Version of an archive in S3. @default - none */
  readonly s3ObjectVersion?: string;
  /** URI of a container image in ECR. @default - none */
  readonly imageUri?: string;
  /** Replaces the image's command. @default - the image's */
  readonly imageCommand?: string[];
  /** Lambda's name of the runtime: `nodejs22.x`. @default - none, as of an image */
  readonly runtime?: string;
  /** `file.function`. @default - none, as of an image */
  readonly handler?: string;
}
