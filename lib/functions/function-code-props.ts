/** How a TypeScript or JavaScript file becomes a function. */
export interface EntryProps {
  /**
   * A Node.js runtime of Lambda.
   * @default "nodejs22.x"
   */
  readonly runtime?: string;
  /**
   * Name under which the entry exports its handler.
   * @default "handler"
   */
  readonly handler?: string;
  /**
   * Whether the code is shortened. It is then hard to review in the archive.
   * @default false
   */
  readonly minify?: boolean;
  /**
   * Whether a source map lies beside the code. Node.js reads it with `NODE_OPTIONS=--enable-source-maps`.
   * @default false
   */
  readonly sourceMap?: boolean;
  /**
   * More packages that stay outside the bundle, as a layer brings them: `sharp`, `@acme/*`.
   * @default - `@aws-sdk/*` and `@smithy/*`, which the runtime brings
   */
  readonly external?: string[];
}

/** What an archive does not say of itself. */
export interface ArchiveProps {
  /** Lambda's name of the runtime: `python3.13`. */
  readonly runtime: string;
  /** What Lambda calls, as the runtime writes it: `file.function` for Python and Node.js. At most 128 characters. */
  readonly handler: string;
}

/** An archive that lies in S3. */
export interface S3ObjectProps extends ArchiveProps {
  /** A bucket in the region of the function. */
  readonly s3Bucket: string;
  /** Key of the object: the whole path in the bucket. */
  readonly s3Key: string;
  /** Version of the object. @default - the newest. Terraform does not see a new upload under the same key, unless `sourceCodeHash` changes too. */
  readonly s3ObjectVersion?: string;
  /**
   * base64 of the archive's SHA-256. When it changes, Terraform updates the function.
   * @default - none
   */
  readonly sourceCodeHash?: string;
}

/** What a function takes of a container image. */
export interface ImageProps {
  /** Replaces the command of the image. @default - the image's own */
  readonly command?: string[];
}
